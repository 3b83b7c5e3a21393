namespace RefCnn.Core.Layers;

/// <summary>
/// The mean of each window. Kind <c>average-pool2d</c>; input NCHW.
/// Constraints C1 to C4: see <see cref="PoolingLayer"/>; C4 does not apply where padding counts, for then an empty window's mean is 0.
/// </summary>
/// <param name="Window">Kernel, stride, dilation and padding; padded samples are zero.</param>
/// <param name="Rounding">What becomes of a last window that only partly fits.</param>
/// <param name="Divisor">What the sum is divided by.</param>
public sealed record AveragePool2D(
    Window2D Window, PoolRounding Rounding = PoolRounding.Floor, PoolDivisor Divisor = PoolDivisor.Inside) : PoolingLayer(Window, Rounding)
{
    /// <inheritdoc/>
    public override string Kind => "average-pool2d";

    private protected override bool AllowsEmptyWindows => Divisor != PoolDivisor.Inside;

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs)
    {
        int taps = Window.Kernel.Height * Window.Kernel.Width;
        bool constant = Divisor == PoolDivisor.Window
            || (Rounding == PoolRounding.Floor && (Divisor == PoolDivisor.Padded || Window.Padding == Padding2D.None));
        return new Accuracy.SumOfProducts(taps, constant ? 1.0 / taps : null);
    }
}
