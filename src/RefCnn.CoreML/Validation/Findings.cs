namespace RefCnn.CoreML.Validation;

/// <summary>Collects what is wrong with a file.</summary>
internal sealed class Findings
{
    private readonly List<string> faults = [];
    private readonly List<string> passedOver = [];

    /// <summary>What was found.</summary>
    public CoreMlFindings Result => new([.. faults], [.. passedOver]);

    /// <summary>Notes a fault where a rule does not hold.</summary>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="where">The part of the file.</param>
    /// <param name="otherwise">Actual and expected, where it does not.</param>
    /// <returns>Whether it holds.</returns>
    public bool Demand(bool holds, string where, FormattableString otherwise)
    {
        if (!holds) faults.Add($"{where} {FormattableString.Invariant(otherwise)}");
        return holds;
    }

    /// <summary>Notes something that no rule is known for.</summary>
    /// <param name="where">The part of the file.</param>
    /// <param name="what">What it is.</param>
    public void PassOver(string where, string what) => passedOver.Add($"{where} {what}");
}
