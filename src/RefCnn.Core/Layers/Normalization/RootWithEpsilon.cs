namespace RefCnn.Core.Layers;

/// <summary>The divisor of a normalisation: a square root that ε keeps from zero.</summary>
public static class RootWithEpsilon
{
    /// <summary>√(s + ε), √s + ε or max(√s, ε).</summary>
    /// <param name="square">s, a variance or a sum of squares.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="placement">Where ε goes.</param>
    public static double Of(double square, double epsilon, EpsilonPlacement placement) => placement switch
    {
        EpsilonPlacement.InsideRoot => Math.Sqrt(square + epsilon),
        EpsilonPlacement.OutsideRoot => Math.Sqrt(square) + epsilon,
        EpsilonPlacement.Floor => Math.Max(Math.Sqrt(square), epsilon),
        _ => throw new ArgumentOutOfRangeException(nameof(placement), placement, "not a placement"),
    };
}
