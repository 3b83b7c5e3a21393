using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[i, …] = f(a[i, …], b[i, …]), where an index along a stretched axis reads element 0.</summary>
internal sealed class BinaryKernel : IKernel<Binary>
{
    public static Step Prepare(Binary layer, Operands operands) => layer.Function switch
    {
        BinaryFunction.Add => Of<Sum>(operands),
        BinaryFunction.Sub => Of<Difference>(operands),
        BinaryFunction.Mul => Of<Product>(operands),
        BinaryFunction.Div => Of<Quotient>(operands),
        BinaryFunction.Min => Of<Smaller>(operands),
        BinaryFunction.Max => Of<Larger>(operands),
        BinaryFunction.Pow => Of<Power>(operands),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer.Function, "not a function of two values"),
    };

    private static BroadcastStep<TFunction> Of<TFunction>(Operands operands)
        where TFunction : struct, IPairFunction =>
        new(default, operands.Inputs[0], operands.Inputs[1], operands.Output);

    private readonly struct Sum : IPairFunction
    {
        public float Of(float left, float right) => left + right;
    }

    private readonly struct Difference : IPairFunction
    {
        public float Of(float left, float right) => left - right;
    }

    private readonly struct Product : IPairFunction
    {
        public float Of(float left, float right) => left * right;
    }

    private readonly struct Quotient : IPairFunction
    {
        public float Of(float left, float right) => left / right;
    }

    private readonly struct Smaller : IPairFunction
    {
        public float Of(float left, float right) => MathF.Min(left, right);
    }

    private readonly struct Larger : IPairFunction
    {
        public float Of(float left, float right) => MathF.Max(left, right);
    }

    private readonly struct Power : IPairFunction
    {
        public float Of(float left, float right) => (float)Math.Pow(left, right);
    }
}
