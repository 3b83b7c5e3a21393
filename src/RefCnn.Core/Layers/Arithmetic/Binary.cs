namespace RefCnn.Core.Layers;

/// <summary>The functions of two values that <see cref="Binary"/> computes.</summary>
public enum BinaryFunction
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a − b.</summary>
    Sub,

    /// <summary>a · b.</summary>
    Mul,

    /// <summary>a / b.</summary>
    Div,

    /// <summary>The smaller; NaN if either is.</summary>
    Min,

    /// <summary>The larger; NaN if either is.</summary>
    Max,

    /// <summary>a raised to the power b.</summary>
    Pow,
}

/// <summary>
/// A function of two inputs, value by value, with broadcasting. Kind <c>binary</c>; special values as IEEE 754 defines them.
/// <list type="bullet"><item>C1: the inputs' shapes broadcast: aligned at their last axes, extents are equal or one of them is 1.</item></list>
/// </summary>
/// <param name="Function">The function.</param>
public sealed record Binary(BinaryFunction Function) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "binary";

    /// <inheritdoc/>
    public override Arity Arity => Arity.Two;

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => Function switch
    {
        BinaryFunction.Min or BinaryFunction.Max => new Accuracy.Exact(),
        BinaryFunction.Pow => new Accuracy.Conditioned(4),
        BinaryFunction.Div => new Accuracy.Rounded(2),
        _ => new Accuracy.Rounded(1),
    };

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape? shape = Broadcast.Combine(inputs[0], inputs[1]);
        Require(shape is not null, 1, $"inputs have shapes {inputs[0]} and {inputs[1]}, which do not broadcast");
        return shape!.Value;
    }
}
