namespace RefCnn.Core.Layers;

/// <summary>
/// The matrix product of two inputs, as NumPy's <c>matmul</c>: leading axes broadcast; a rank-1 operand is a row on the left and a column on the right.
/// Kind <c>matmul</c>.
/// <list type="bullet">
/// <item>C1: both inputs have rank 1 or more.</item>
/// <item>C2: the left input's last extent is the right input's second-to-last (its only one at rank 1).</item>
/// <item>C3: the leading extents broadcast.</item>
/// </list>
/// </summary>
public sealed record MatMul : Layer
{
    /// <inheritdoc/>
    public override string Kind => "matmul";

    /// <inheritdoc/>
    public override Arity Arity => Arity.Two;

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.SumOfProducts(inputs[0][^1]);

    /// <inheritdoc/>
    public override long MultiplyAccumulates(params ReadOnlySpan<Shape> inputs) => (long)InferShape(inputs).Count * inputs[0][^1];

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape left = inputs[0], right = inputs[1];
        Require(left.Rank >= 1 && right.Rank >= 1, 1, $"inputs have shapes {left} and {right}; expected rank 1 or more");
        int inner = right.Rank == 1 ? right[0] : right[^2];
        Require(left[^1] == inner, 2, $"left input {left} ends in {left[^1]}; expected {inner}, the rows of the right input {right}");

        Shape? leading = Broadcast.Combine(Leading(left), Leading(right));
        Require(leading is not null, 3, $"leading extents of {left} and {right} do not broadcast");
        return new Shape([.. leading!.Value.Extents, .. left.Rank == 1 ? Array.Empty<int>() : [left[^2]], .. right.Rank == 1 ? Array.Empty<int>() : [right[^1]]]);
    }

    private static Shape Leading(Shape shape) => new(shape.Extents[..Math.Max(0, shape.Rank - 2)]);
}
