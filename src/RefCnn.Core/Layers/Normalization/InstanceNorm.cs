using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>
/// Instance normalisation: each channel of each batch item is normalised by its own mean and biased variance over the spatial axes:
/// y = scale · (x − mean) / √(variance + ε) + shift. Kind <c>instance-norm</c>.
/// <list type="bullet">
/// <item>C1: the input has rank 3 or more.</item>
/// <item>C2: scale and shift, where given, have the shape [channels].</item>
/// <item>C3: ε is positive.</item>
/// <item>C4: no spatial extent is 0.</item>
/// </list>
/// </summary>
/// <param name="Scale">[channels] (gamma), or null for 1.</param>
/// <param name="Shift">[channels] (beta), or null for 0.</param>
/// <param name="Epsilon">ε, under the root.</param>
public sealed record InstanceNorm(Tensor<float>? Scale = null, Tensor<float>? Shift = null, double Epsilon = 1e-5) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "instance-norm";

    /// <inheritdoc/>
    public override ImmutableArray<Parameter> Parameters => [new("scale", Scale), new("shift", Shift)];

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Conditioned(inputs[0].CountBetween(2, inputs[0].Rank) + 8);

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        Require(input.Rank >= 3, 1, $"input has shape {input}; expected rank 3 or more (batch × channels × space)");
        foreach (Parameter parameter in Parameters)
            Require(parameter.Value is null || parameter.Value.Shape == new Shape(input[1]), 2, $"{parameter.Name} has shape {parameter.Value?.Shape}; expected {input[1]}");
        Require(Epsilon > 0, 3, $"epsilon is {Epsilon}; expected more than 0");
        Require(input.CountBetween(2, input.Rank) > 0, 4, $"input has shape {input}; expected at least one sample a channel");
        return input;
    }
}
