namespace RefCnn.Core.Layers;

/// <summary>How many inputs a layer takes.</summary>
/// <param name="Minimum">At least so many.</param>
/// <param name="Maximum">At most so many.</param>
public readonly record struct Arity(int Minimum, int Maximum)
{
    /// <summary>No input.</summary>
    public static Arity None => new(0, 0);

    /// <summary>Exactly one input.</summary>
    public static Arity One => new(1, 1);

    /// <summary>Exactly two inputs.</summary>
    public static Arity Two => new(2, 2);

    /// <summary>One input or more.</summary>
    public static Arity OneOrMore => new(1, int.MaxValue);

    /// <summary>Whether so many inputs are accepted.</summary>
    /// <param name="count">The number of inputs.</param>
    public bool Accepts(int count) => count >= Minimum && count <= Maximum;

    /// <summary>E.g. <c>2</c> or <c>1 or more</c>.</summary>
    public override string ToString() => Minimum == Maximum ? $"{Minimum}" : Maximum == int.MaxValue ? $"{Minimum} or more" : $"{Minimum} to {Maximum}";
}
