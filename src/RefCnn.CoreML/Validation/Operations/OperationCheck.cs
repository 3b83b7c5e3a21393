using RefCnn.CoreML.Reading;
using RefCnn.CoreML.Schema.Mil;

namespace RefCnn.CoreML.Validation.Operations;

/// <summary>A rule that an operation breaks: actual, expected.</summary>
internal sealed class BrokenRule(FormattableString message) : Exception(FormattableString.Invariant(message));

/// <summary>What is known of a value: its type, and its content where it is constant.</summary>
/// <param name="Type">The type.</param>
/// <param name="Content">The content; null where it is computed, or is not looked into.</param>
/// <param name="IsConstant">Whether it is constant.</param>
internal sealed record KnownValue(MilType Type, MilConstant? Content = null, bool IsConstant = false);

/// <summary>One operation while its types are inferred.</summary>
/// <param name="operation">The operation.</param>
/// <param name="arguments">What its parameters are bound to.</param>
internal sealed class OperationCheck(Operation operation, IReadOnlyDictionary<string, KnownValue[]> arguments)
{
    /// <summary>The operation's type.</summary>
    public string Kind => operation.Type;

    /// <summary>How many values it makes.</summary>
    public int OutputCount => operation.Outputs.Count;

    /// <summary>The type of x.</summary>
    public MilType X => Type("x");

    /// <summary>Whether a parameter is bound.</summary>
    /// <param name="key">The parameter.</param>
    public bool Has(string key) => arguments.ContainsKey(key);

    /// <summary>The type of a parameter.</summary>
    /// <param name="key">The parameter.</param>
    public MilType Type(string key) => arguments[key][0].Type;

    /// <summary>The types of a parameter that is bound to several values.</summary>
    /// <param name="key">The parameter.</param>
    public MilType[] Types(string key) => [.. arguments[key].Select(value => value.Type)];

    /// <summary>The integers of a constant parameter; null where it is not bound.</summary>
    /// <param name="key">The parameter.</param>
    public long[]? Integers(string key) => Has(key) ? [.. Constant(key).Numbers.Select(number => (long)number)] : null;

    /// <summary>The integers of a constant parameter, of which there must be so many, or a default for each.</summary>
    /// <param name="key">The parameter.</param>
    /// <param name="count">How many.</param>
    /// <param name="otherwise">The default.</param>
    public long[] Integers(string key, int count, long otherwise)
    {
        long[] values = Integers(key) ?? [.. Enumerable.Repeat(otherwise, count)];
        Demand(values.Length == count, $"has {values.Length} values of '{key}'; expected {count}");
        return values;
    }

    /// <summary>The number of a constant parameter, or a default.</summary>
    /// <param name="key">The parameter.</param>
    /// <param name="otherwise">The default.</param>
    public double Number(string key, double otherwise) => Has(key) ? Constant(key).Numbers[0] : otherwise;

    /// <summary>The truth of a constant parameter, or a default.</summary>
    /// <param name="key">The parameter.</param>
    /// <param name="otherwise">The default.</param>
    public bool Flag(string key, bool otherwise) => Number(key, otherwise ? 1 : 0) != 0;

    /// <summary>The text of a constant parameter, or a default.</summary>
    /// <param name="key">The parameter.</param>
    /// <param name="otherwise">The default.</param>
    public string Text(string key, string otherwise) => Has(key) ? Constant(key).Text ?? throw new BrokenRule($"has no text for '{key}'") : otherwise;

    /// <summary>An axis, from the end where negative.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="rank">How many there are.</param>
    public static int Axis(long axis, int rank)
    {
        long resolved = axis < 0 ? axis + rank : axis;
        return resolved >= 0 && resolved < rank ? (int)resolved : throw new BrokenRule($"names axis {axis} of {rank}");
    }

    /// <summary>Demands a rank of x.</summary>
    /// <param name="rank">The rank.</param>
    public MilType OfRank(int rank)
    {
        Demand(X.Rank == rank, $"reads x of {X}; expected rank {rank}");
        return X;
    }

    /// <summary>Demands a rule.</summary>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="otherwise">Actual, expected.</param>
    public static void Demand(bool holds, FormattableString otherwise)
    {
        if (!holds) throw new BrokenRule(otherwise);
    }

    private MilConstant Constant(string key) => arguments[key][0].Content ?? throw new BrokenRule($"computes '{key}'; expected a constant");
}
