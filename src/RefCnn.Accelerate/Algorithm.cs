namespace RefCnn.Accelerate;

/// <summary>How a convolution is computed.</summary>
public enum Algorithm
{
    /// <summary>The image is unfolded, a block at a time, and multiplied by the weights with a product of matrices.</summary>
    Im2Col,

    /// <summary>Sums of products straight from the image.</summary>
    Direct,

    /// <summary>Winograd's minimal filtering, for 3×3 kernels with stride 1.</summary>
    Winograd,
}
