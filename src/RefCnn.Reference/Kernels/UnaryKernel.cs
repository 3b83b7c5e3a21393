using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = f(x); special values are those of IEEE 754.</summary>
internal sealed class UnaryKernel : IKernel<Unary>
{
    public static void Run(Unary layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        Elementwise.Run(operands.Input, output, Function(layer.Function));

    private static Func<double, double> Function(UnaryFunction function) => function switch
    {
        UnaryFunction.Abs => Math.Abs,
        UnaryFunction.Neg => x => -x,
        UnaryFunction.Exp => Math.Exp,
        UnaryFunction.Log => Math.Log,
        UnaryFunction.Sqrt => Math.Sqrt,
        UnaryFunction.Reciprocal => x => 1 / x,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "not a function of one value"),
    };
}
