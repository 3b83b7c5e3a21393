using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>
/// 2-D convolution, in the sense of cross-correlation, with groups. Kind <c>conv2d</c>; input NCHW.
/// With one input channel a group it is a depthwise convolution.
/// <list type="bullet">
/// <item>C1: the input has rank 4 and the weight has rank 4, [outputs, inputs per group, kernel height, kernel width].</item>
/// <item>C2: the window's numbers are in range and its kernel is the weight's.</item>
/// <item>C3: groups is at least 1 and divides the outputs.</item>
/// <item>C4: the input's channels are the weight's inputs per group × groups.</item>
/// <item>C5: the bias, if any, has the shape [outputs].</item>
/// <item>C6: the dilated kernel fits into the padded input.</item>
/// </list>
/// </summary>
/// <param name="Window">Kernel, stride, dilation and padding; padded samples are zero.</param>
/// <param name="Weight">[outputs, inputs per group, kernel height, kernel width].</param>
/// <param name="Bias">[outputs], or null for none.</param>
/// <param name="Groups">Output block g reads input block g only.</param>
public sealed record Conv2D(Window2D Window, Tensor<float> Weight, Tensor<float>? Bias = null, int Groups = 1) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "conv2d";

    /// <inheritdoc/>
    public override ImmutableArray<Parameter> Parameters => [new("weight", Weight), new("bias", Bias)];

    /// <summary>The number of output channels.</summary>
    public int Outputs => Weight.Shape[0];

    /// <summary>The number of input channels that one output reads.</summary>
    public int InputsPerGroup => Weight.Shape[1];

    private int Terms => Weight.Shape.CountBetween(1, 4);

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.SumOfProducts(Terms);

    /// <inheritdoc/>
    public override long MultiplyAccumulates(params ReadOnlySpan<Shape> inputs) => (long)InferShape(inputs).Count * Terms;

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0], weight = Weight.Shape;
        Require(input.Rank == 4, 1, $"input has shape {input}; expected rank 4 (batch × channels × height × width)");
        Require(weight.Rank == 4, 1, $"weight has shape {weight}; expected rank 4 (outputs × inputs per group × kernel height × kernel width)");
        Require(Window.Fault is null, 2, $"{Window.Fault}");
        Require(Window.Kernel == new Size2D(weight[2], weight[3]), 2, $"weight has a kernel of {weight[2]}×{weight[3]}; the window has {Window.Kernel}");
        Require(Groups >= 1 && weight[0] % Groups == 0, 3, $"has {weight[0]} outputs in {Groups} groups; expected groups that divide the outputs");
        Require(input.Channels == weight[1] * Groups, 4, $"input has {input.Channels} channels; expected {weight[1] * Groups} ({weight[1]} per group × {Groups} groups)");
        Require(Bias is null || Bias.Shape == new Shape(weight[0]), 5, $"bias has shape {Bias?.Shape}; expected {weight[0]}");

        Size2D padded = Window.PaddedExtent(input), reach = Window.Reach;
        Require(reach.Height <= padded.Height && reach.Width <= padded.Width, 6, $"dilated kernel of {reach} exceeds the padded input of {padded}");
        Size2D output = Window.OutputExtent(input);
        return new Shape(input.Batch, weight[0], output.Height, output.Width);
    }
}
