using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>
/// A fully connected layer over the last axis. Kind <c>dense</c>; input [..., inputs], output [..., outputs].
/// <list type="bullet">
/// <item>C1: the weight has rank 2, [outputs, inputs].</item>
/// <item>C2: the input has rank 1 or more, and its last extent is the weight's inputs.</item>
/// <item>C3: the bias, if any, has the shape [outputs].</item>
/// </list>
/// </summary>
/// <param name="Weight">[outputs, inputs].</param>
/// <param name="Bias">[outputs], or null for none.</param>
public sealed record Dense(Tensor<float> Weight, Tensor<float>? Bias = null) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "dense";

    /// <inheritdoc/>
    public override ImmutableArray<Parameter> Parameters => [new("weight", Weight), new("bias", Bias)];

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.SumOfProducts(Weight.Shape[1]);

    /// <inheritdoc/>
    public override long MultiplyAccumulates(params ReadOnlySpan<Shape> inputs) => (long)InferShape(inputs).Count * Weight.Shape[1];

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0], weight = Weight.Shape;
        Require(weight.Rank == 2, 1, $"weight has shape {weight}; expected rank 2 (outputs × inputs)");
        Require(input.Rank >= 1 && input[^1] == weight[1], 2, $"input has shape {input}; expected a last extent of {weight[1]}");
        Require(Bias is null || Bias.Shape == new Shape(weight[0]), 3, $"bias has shape {Bias?.Shape}; expected {weight[0]}");
        return input.With(input.Rank - 1, weight[0]);
    }
}
