namespace RefCnn.Core.Layers;

/// <summary>The functions of one value that <see cref="Unary"/> computes.</summary>
public enum UnaryFunction
{
    /// <summary>|x|.</summary>
    Abs,

    /// <summary>−x.</summary>
    Neg,

    /// <summary>eˣ.</summary>
    Exp,

    /// <summary>The natural logarithm.</summary>
    Log,

    /// <summary>√x.</summary>
    Sqrt,

    /// <summary>1 / x.</summary>
    Reciprocal,
}

/// <summary>A function of each value. Kind <c>unary</c>; special values as IEEE 754 defines them (√−1 is NaN, 1/0 is ∞); no constraints.</summary>
/// <param name="Function">The function.</param>
public sealed record Unary(UnaryFunction Function) : ElementwiseLayer
{
    /// <inheritdoc/>
    public override string Kind => "unary";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => Function switch
    {
        UnaryFunction.Abs or UnaryFunction.Neg => new Accuracy.Exact(),
        UnaryFunction.Exp or UnaryFunction.Log => new Accuracy.Conditioned(4),
        _ => new Accuracy.Rounded(2),
    };
}
