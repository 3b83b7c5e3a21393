namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>Convolutions that Winograd computes.</summary>
public enum WinogradKind
{
    /// <summary>3×3, stride 1.</summary>
    Plain,

    /// <summary>2×2, stride 1.</summary>
    Small,

    /// <summary>4×4, stride 2: four sources.</summary>
    Halving,

    /// <summary>Transposed, 4×4, stride 2: four targets.</summary>
    Doubling,

    /// <summary>2×2, dilation 2: the corners of 3×3.</summary>
    Dilated,

    /// <summary>5×5, stride 2: four sources.</summary>
    WideHalving,

    /// <summary>Transposed, 5×5, stride 2: four targets.</summary>
    WideDoubling,
}
