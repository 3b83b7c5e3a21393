namespace RefCnn.Core.Layers;

/// <summary>What a global pooling layer computes of each channel.</summary>
public enum GlobalPoolFunction
{
    /// <summary>The mean.</summary>
    Average,

    /// <summary>The largest value.</summary>
    Max,

    /// <summary>The Euclidean norm.</summary>
    L2,
}

/// <summary>
/// One number for each channel, over all its spatial axes. Kind <c>global-pool</c>; input [N, C, ...], output [N, C, 1, ...].
/// <list type="bullet">
/// <item>C1: the input has rank 3 or more.</item>
/// <item>C2: no spatial extent is 0.</item>
/// </list>
/// </summary>
/// <param name="Function">What is computed.</param>
public sealed record GlobalPool(GlobalPoolFunction Function) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "global-pool";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs)
    {
        int samples = inputs[0].CountBetween(2, inputs[0].Rank);
        return Function switch
        {
            GlobalPoolFunction.Average => new Accuracy.SumOfProducts(samples, 1.0 / samples),
            GlobalPoolFunction.L2 => new Accuracy.Rounded(samples + 2),
            _ => new Accuracy.Exact(),
        };
    }

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        Require(input.Rank >= 3, 1, $"input has shape {input}; expected rank 3 or more (batch × channels × space)");
        Require(input.CountBetween(2, input.Rank) > 0, 2, $"input has shape {input}; expected at least one sample a channel");
        Shape output = input;
        for (int axis = 2; axis < input.Rank; axis++) output = output.With(axis, 1);
        return output;
    }
}
