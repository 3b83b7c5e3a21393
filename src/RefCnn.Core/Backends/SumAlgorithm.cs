namespace RefCnn.Core;

/// <summary>How an engine forms sums of products, which decides how far rounding may take them.</summary>
public enum SumAlgorithm
{
    /// <summary>As they are written: every product is rounded, and the sum, in any order.</summary>
    Plain,

    /// <summary>
    /// Winograd's minimal filtering F(2×2, 3×3), for 3×3 convolutions of stride 1 without dilation or groups, and for those, plain or transposed, that are sums of such, over parts of
    /// the kernel and over every second (third, …) sample or output, where that saves products; every other layer is summed plainly, and so is what a transform would make infinite or NaN.
    /// The points are 0, ±1 and ∞, and rows of the transforms may be scaled by powers of two: nothing but their additions is rounded. Tiles begin at the first output of each picture, and
    /// every second row and column from there; parts of the kernel begin at the first tap of each picture of samples. Filters, with a batch norm folded in or not, are transformed in double
    /// and rounded once; all else has the class's own unit roundoff.
    /// </summary>
    Winograd2x2Of3x3,

    /// <summary>
    /// The same by F(4×4, 3×3), where that saves products. The points are 0, ±1/√2, ±√2 and ∞. Tiles begin at every fourth row and column.
    /// </summary>
    Winograd4x4Of3x3,

    /// <summary>
    /// The same by F(2×2, 2×2), for sums of 2×2 convolutions: 4×4 with stride 2, plain or transposed, is one. The points are 0, 1 and ∞.
    /// </summary>
    Winograd2x2Of2x2,

    /// <summary>
    /// The same by F(4×4, 2×2). The points are ±3/8, ±5/4 and ∞.
    /// </summary>
    Winograd4x4Of2x2,

    /// <summary>Its maker does not say. Bounded as plain sums, but exact bits are not asked for.</summary>
    Unpublished,
}
