using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = f(x); special values are those of IEEE 754.</summary>
internal sealed class UnaryKernel : IKernel<Unary>
{
    public static Step Prepare(Unary layer, Operands operands) => layer.Function switch
    {
        UnaryFunction.Abs => new ElementwiseStep<Absolute>(default, operands),
        UnaryFunction.Neg => new ElementwiseStep<Negative>(default, operands),
        UnaryFunction.Exp => new ElementwiseStep<Exponential>(default, operands),
        UnaryFunction.Log => new ElementwiseStep<Logarithm>(default, operands),
        UnaryFunction.Sqrt => new ElementwiseStep<Root>(default, operands),
        UnaryFunction.Reciprocal => new ElementwiseStep<Inverse>(default, operands),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer.Function, "not a function of one value"),
    };

    private readonly struct Absolute : IElementFunction
    {
        public double Of(double x) => Math.Abs(x);
    }

    private readonly struct Negative : IElementFunction
    {
        public double Of(double x) => -x;
    }

    private readonly struct Exponential : IElementFunction
    {
        public double Of(double x) => Math.Exp(x);
    }

    private readonly struct Logarithm : IElementFunction
    {
        public double Of(double x) => Math.Log(x);
    }

    private readonly struct Root : IElementFunction
    {
        public double Of(double x) => Math.Sqrt(x);
    }

    private readonly struct Inverse : IElementFunction
    {
        public double Of(double x) => 1 / x;
    }
}
