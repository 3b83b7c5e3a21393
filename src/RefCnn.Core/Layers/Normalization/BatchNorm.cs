using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>
/// Batch normalisation at inference: y = scale · (x − mean) / √(variance + ε) + shift, for each channel (axis 1). Kind <c>batch-norm</c>.
/// <list type="bullet">
/// <item>C1: the input has rank 2 or more.</item>
/// <item>C2: mean, variance, scale and shift, where given, have the shape [channels].</item>
/// <item>C3: ε is not negative, and variance + ε is positive for every channel.</item>
/// </list>
/// </summary>
/// <param name="Mean">[channels].</param>
/// <param name="Variance">[channels].</param>
/// <param name="Scale">[channels] (gamma), or null for 1.</param>
/// <param name="Shift">[channels] (beta), or null for 0.</param>
/// <param name="Epsilon">ε. Caffe, PyTorch and ONNX default to 1e-5, Keras to 1e-3.</param>
public sealed record BatchNorm(
    Tensor<float> Mean, Tensor<float> Variance, Tensor<float>? Scale = null, Tensor<float>? Shift = null, double Epsilon = 1e-5) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "batch-norm";

    /// <inheritdoc/>
    public override ImmutableArray<Parameter> Parameters => [new("mean", Mean), new("variance", Variance), new("scale", Scale), new("shift", Shift)];

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Conditioned(8);

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        Require(input.Rank >= 2, 1, $"input has shape {input}; expected rank 2 or more (batch × channels × …)");
        foreach (Parameter parameter in Parameters)
            Require(parameter.Value is null || parameter.Value.Shape == new Shape(input[1]), 2, $"{parameter.Name} has shape {parameter.Value?.Shape}; expected {input[1]}");
        Require(Epsilon >= 0, 3, $"epsilon is {Epsilon}; expected 0 or more");
        for (int c = 0; c < Variance.Count; c++)
            Require(Variance[c] + Epsilon > 0 || float.IsNaN(Variance[c]), 3, $"variance plus epsilon of channel {c} is {Variance[c] + Epsilon}; expected more than 0");
        return input;
    }
}
