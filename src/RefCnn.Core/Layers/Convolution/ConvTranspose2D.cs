using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>
/// Transposed 2-D convolution (deconvolution) with groups. Kind <c>conv-transpose2d</c>; input NCHW.
/// Each input sample adds its value × the kernel to the output at stride distance; then the padding crops the result.
/// <list type="bullet">
/// <item>C1: the input has rank 4 and the weight has rank 4, [inputs, outputs per group, kernel height, kernel width].</item>
/// <item>C2: the window's numbers are in range and its kernel is the weight's.</item>
/// <item>C3: groups is at least 1 and divides the inputs.</item>
/// <item>C4: the input's channels are the weight's inputs.</item>
/// <item>C5: the bias, if any, has the shape [outputs per group × groups].</item>
/// <item>C6: the output padding is not negative and less than the larger of stride and dilation.</item>
/// <item>C7: the cropped result has at least one row and one column, and neither input extent is 0.</item>
/// </list>
/// </summary>
/// <param name="Window">Kernel, stride, dilation, and the padding that is cropped from the full result.</param>
/// <param name="Weight">[inputs, outputs per group, kernel height, kernel width].</param>
/// <param name="Bias">[outputs], or null for none.</param>
/// <param name="Groups">Input block g feeds output block g only.</param>
/// <param name="OutputPadding">Rows and columns added after the last, which hold what the full result has there, and the bias.</param>
public sealed record ConvTranspose2D(
    Window2D Window, Tensor<float> Weight, Tensor<float>? Bias = null, int Groups = 1, Size2D OutputPadding = default) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "conv-transpose2d";

    /// <inheritdoc/>
    public override ImmutableArray<Parameter> Parameters => [new("weight", Weight), new("bias", Bias)];

    /// <summary>The number of output channels.</summary>
    public int Outputs => Weight.Shape[1] * Groups;

    /// <summary>The number of output channels that one input feeds.</summary>
    public int OutputsPerGroup => Weight.Shape[1];

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs)
    {
        // Along an axis, the taps that can meet in one output are those equal modulo the stride: ceil(kernel / stride) without dilation.
        int rows = TapsThatMeet(Window.Kernel.Height, Window.Stride.Height, Window.Dilation.Height);
        int columns = TapsThatMeet(Window.Kernel.Width, Window.Stride.Width, Window.Dilation.Width);
        return new Accuracy.SumOfProducts(Weight.Shape[0] / Groups * rows * columns);
    }

    /// <inheritdoc/>
    public override long MultiplyAccumulates(params ReadOnlySpan<Shape> inputs) => (long)inputs[0].Count * Weight.Shape.CountBetween(1, 4);

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0], weight = Weight.Shape;
        Require(input.Rank == 4, 1, $"input has shape {input}; expected rank 4 (batch × channels × height × width)");
        Require(weight.Rank == 4, 1, $"weight has shape {weight}; expected rank 4 (inputs × outputs per group × kernel height × kernel width)");
        Require(Window.Fault is null, 2, $"{Window.Fault}");
        Require(Window.Kernel == new Size2D(weight[2], weight[3]), 2, $"weight has a kernel of {weight[2]}×{weight[3]}; the window has {Window.Kernel}");
        Require(Groups >= 1 && weight[0] % Groups == 0, 3, $"has {weight[0]} inputs in {Groups} groups; expected groups that divide the inputs");
        Require(input.Channels == weight[0], 4, $"input has {input.Channels} channels; expected {weight[0]}");
        Require(Bias is null || Bias.Shape == new Shape(Outputs), 5, $"bias has shape {Bias?.Shape}; expected {Outputs}");
        Require(IsOutputPadding(OutputPadding.Height, Window.Stride.Height, Window.Dilation.Height)
            && IsOutputPadding(OutputPadding.Width, Window.Stride.Width, Window.Dilation.Width),
            6, $"output padding is {OutputPadding}; expected 0 up to less than the larger of stride {Window.Stride} and dilation {Window.Dilation}");

        int height = Extent(input.Height, Window.Stride.Height, Window.Reach.Height, Window.Padding.Top + Window.Padding.Bottom, OutputPadding.Height);
        int width = Extent(input.Width, Window.Stride.Width, Window.Reach.Width, Window.Padding.Left + Window.Padding.Right, OutputPadding.Width);
        Require(input.Height > 0 && input.Width > 0, 7, $"input is {input}; expected at least one row and one column");
        Require(height > 0 && width > 0, 7, $"padding crops the output to {height}×{width}; expected at least 1×1");
        return new Shape(input.Batch, Outputs, height, width);
    }

    private static int Extent(int input, int stride, int reach, int padding, int outputPadding) =>
        checked(((input - 1) * stride) + reach - padding + outputPadding);

    private static bool IsOutputPadding(int padding, int stride, int dilation) =>
        padding >= 0 && (padding == 0 || padding < Math.Max(stride, dilation));

    private static int TapsThatMeet(int kernel, int stride, int dilation) =>
        Enumerable.Range(0, kernel).GroupBy(tap => tap * dilation % stride).Max(phase => phase.Count());
}
