namespace RefCnn.Core.Layers;

/// <summary>
/// The largest sample of each window; padding is never the largest. Kind <c>max-pool2d</c>; input NCHW. A NaN in a window gives NaN.
/// Constraints C1 to C4: see <see cref="PoolingLayer"/>.
/// </summary>
/// <param name="Window">Kernel, stride, dilation and padding.</param>
/// <param name="Rounding">What becomes of a last window that only partly fits.</param>
public sealed record MaxPool2D(Window2D Window, PoolRounding Rounding = PoolRounding.Floor) : PoolingLayer(Window, Rounding)
{
    /// <inheritdoc/>
    public override string Kind => "max-pool2d";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Exact();
}
