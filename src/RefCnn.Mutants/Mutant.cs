namespace RefCnn.Mutants;

/// <summary>A fault in one kind of layer.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Kind">The kind, or <see cref="Fault.Network"/>.</param>
public sealed record Mutant(Fault Fault, string Kind)
{
    /// <summary>E.g. <c>conv2d/padding-ends-swapped</c>.</summary>
    public string Id => $"{Kind}/{Fault.Name}";

    /// <summary>Why no legal input can show it; or null.</summary>
    public string? EquivalentBecause => Fault.EquivalentBecause.GetValueOrDefault(Kind);
}
