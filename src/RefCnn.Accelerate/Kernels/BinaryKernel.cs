using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[i, …] = f(a[i, …], b[i, …]), where an index along a stretched axis reads element 0.</summary>
internal sealed class BinaryKernel : IKernel<Binary>, IBlockedKernel<Binary>
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

    public static BlockedDemand? Demand(Binary layer, Site site) => site.Inputs[0] == site.Inputs[1] ? new BlockedDemand() : null;

    public static Step PrepareBlocked(Binary layer, Operands operands) => Prepare(layer, operands);

    private static Step Of<TFunction>(Operands operands)
        where TFunction : struct, IPairFunction =>
        operands.Inputs[0].Shape == operands.Inputs[1].Shape ? new PairStep<TFunction>(default, operands) : new BroadcastStep<TFunction>(default, operands.Inputs[0], operands.Inputs[1], operands.Output);

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
