namespace RefCnn.Core.Layers;

/// <summary>
/// The Euclidean norm of each window, not divided by its size. Kind <c>l2-pool2d</c>; input NCHW.
/// Constraints C1 to C3: see <see cref="PoolingLayer"/>; a window that lies wholly in the padding is 0.
/// </summary>
/// <param name="Window">Kernel, stride, dilation and padding; padded samples are zero.</param>
/// <param name="Rounding">What becomes of a last window that only partly fits.</param>
public sealed record L2Pool2D(Window2D Window, PoolRounding Rounding = PoolRounding.Floor) : PoolingLayer(Window, Rounding)
{
    /// <inheritdoc/>
    public override string Kind => "l2-pool2d";

    private protected override bool AllowsEmptyWindows => true;

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Rounded((Window.Kernel.Height * Window.Kernel.Width) + 2);
}
