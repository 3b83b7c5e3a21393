using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Reading;

/// <summary>Functions of one or two values, and reductions.</summary>
internal static class ArithmeticOperations
{
    /// <summary>matmul, with either operand's last two axes exchanged where it says so.</summary>
    public static void MatMul(OperationReading op)
    {
        int left = op.Flag("transpose_x", false) ? Exchanged(op, op.X) : op.X;
        int right = op.Flag("transpose_y", false) ? Exchanged(op, op.Node("y")) : op.Node("y");
        op.Finish(new MatMul(), left, right);
    }

    /// <summary>linear_activation: α · x + β.</summary>
    public static void LinearActivation(OperationReading op) =>
        op.Finish(new Binary(BinaryFunction.Add), op.Add(new Binary(BinaryFunction.Mul), op.X, op.Add(op.Number("alpha", 1))), op.Add(op.Number("beta", 0)));

    /// <summary>log(x + ε).</summary>
    public static void Log(OperationReading op) => op.Finish(new Unary(UnaryFunction.Log), Shifted(op, 1e-45));

    /// <summary>1 / √(x + ε).</summary>
    public static void ReciprocalRoot(OperationReading op) =>
        op.Finish(new Unary(UnaryFunction.Reciprocal), op.Add(new Unary(UnaryFunction.Sqrt), Shifted(op, 1e-12)));

    /// <summary>1 / (x + ε).</summary>
    public static void Inverse(OperationReading op) => op.Finish(new Unary(UnaryFunction.Reciprocal), Shifted(op, 1e-4));

    /// <summary>A reduction of the given axes, or of all.</summary>
    /// <param name="op">The operation.</param>
    /// <param name="function">What it computes.</param>
    public static void Reduce(OperationReading op, ReduceFunction function) => Reduce(op, function, op.X);

    /// <summary>α · tanh(β · x).</summary>
    public static void ScaledTanh(OperationReading op)
    {
        int tanh = op.Add(new Tanh(), op.Add(new Binary(BinaryFunction.Mul), op.X, op.Add(op.Number("beta", 1))));
        op.Finish(new Binary(BinaryFunction.Mul), tanh, op.Add(op.Number("alpha", 1)));
    }

    /// <summary>A reduction of a function of x.</summary>
    /// <param name="op">The operation.</param>
    /// <param name="function">What it computes.</param>
    /// <param name="node">The function of x.</param>
    public static void Reduce(OperationReading op, ReduceFunction function, int node)
    {
        int rank = op.Shape.Rank;
        int[] axes = op.Integers("axes") is { } given ? [.. given.Select(axis => op.Axis(axis, rank))] : [.. Enumerable.Range(0, rank)];
        op.Finish(new Reduce(function, [.. axes], op.Flag("keep_dims", false)), node);
    }

    private static int Shifted(OperationReading op, double otherwise)
    {
        double epsilon = op.Number("epsilon", otherwise);
        return (float)epsilon == 0 ? op.X : op.Add(new Binary(BinaryFunction.Add), op.X, op.Add(epsilon));
    }

    private static int Exchanged(OperationReading op, int node)
    {
        int[] axes = [.. Enumerable.Range(0, op.ShapeOf(node).Rank)];
        if (axes.Length < 2) throw op.Refuse("transposes an operand of fewer than 2 dimensions");
        (axes[^1], axes[^2]) = (axes[^2], axes[^1]);
        return op.Add(new Transpose([.. axes]), node);
    }
}
