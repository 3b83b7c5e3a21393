namespace RefCnn.Core.Layers;

/// <summary>
/// A window that slides over each channel of an NCHW input. The constraints are those of every windowed pooling kind:
/// <list type="bullet">
/// <item>C1: the input has rank 4.</item>
/// <item>C2: the window's numbers are in range.</item>
/// <item>C3: the dilated kernel fits into the padded input.</item>
/// <item>C4: every window has at least one tap inside the input.</item>
/// </list>
/// </summary>
/// <param name="Window">Kernel, stride, dilation and padding.</param>
/// <param name="Rounding">What becomes of a last window that only partly fits.</param>
public abstract record PoolingLayer(Window2D Window, PoolRounding Rounding) : Layer
{
    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        Require(input.Rank == 4, 1, $"input has shape {input}; expected rank 4 (batch × channels × height × width)");
        Require(Window.Fault is null, 2, $"{Window.Fault}");
        Size2D padded = Window.PaddedExtent(input), reach = Window.Reach;
        Require(reach.Height <= padded.Height && reach.Width <= padded.Width, 3, $"dilated kernel of {reach} exceeds the padded input of {padded}");
        Size2D output = PoolingRule.OutputExtent(Window, Rounding, input);
        Require(AllowsEmptyWindows || PoolingRule.EveryWindowMeetsInput(Window, input, output), 4,
            $"a window lies wholly in the padding of {Window.Padding}; expected each to reach the input of {input.Height}×{input.Width}");
        return new Shape(input.Batch, input.Channels, output.Height, output.Width);
    }

    /// <summary>Whether a window may lie wholly in the padding, because it then has a value (0 for an average that counts padding).</summary>
    private protected virtual bool AllowsEmptyWindows => false;
}
