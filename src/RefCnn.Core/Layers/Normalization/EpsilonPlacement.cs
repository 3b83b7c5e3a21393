namespace RefCnn.Core.Layers;

/// <summary>Where a normalisation puts the small number that keeps it from dividing by zero.</summary>
public enum EpsilonPlacement
{
    /// <summary>Added under the root: √(s + ε).</summary>
    InsideRoot,

    /// <summary>Added to the root: √s + ε.</summary>
    OutsideRoot,

    /// <summary>The root is at least ε: max(√s, ε).</summary>
    Floor,
}
