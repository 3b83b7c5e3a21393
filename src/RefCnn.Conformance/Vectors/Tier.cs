namespace RefCnn.Conformance;

/// <summary>How a vector's outputs are compared.</summary>
public enum Tier
{
    /// <summary>Bit for bit (−0 equals 0): every partial sum is exact in float32, so that any correct engine gets the same bits.</summary>
    Exact,

    /// <summary>Within the bound that the layer's accuracy rule gives.</summary>
    Bounded,
}
