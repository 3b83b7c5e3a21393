namespace RefCnn.Accelerate;

/// <summary>How a convolution is computed.</summary>
public enum Algorithm
{
    /// <summary>The image is unfolded, a block at a time, and multiplied by the weights with a product of matrices.</summary>
    Im2Col,

    /// <summary>Sums of products straight from the image.</summary>
    Direct,

    /// <summary>Winograd's minimal filtering, for 3×3 kernels with stride 1 and what is a sum of such, with the tiles that should take least time.</summary>
    Winograd,

    /// <summary>Winograd's F(2×2, 3×3).</summary>
    Winograd2x2,

    /// <summary>Winograd's F(4×4, 3×3).</summary>
    Winograd4x4,
}
