using System.Numerics;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = 1 / (1 + e⁻ˣ); eˣ / (1 + eˣ) for negative x, where e⁻ˣ would overflow before y underflows.</summary>
internal sealed class SigmoidKernel : IKernel<Sigmoid>
{
    public static Step Prepare(Sigmoid layer, Operands operands) => new VectorStep<Function>(default, operands);

    private readonly struct Function : IVectorFunction
    {
        public double Of(double x)
        {
            double e = Math.Exp(-Math.Abs(x));
            return (x < 0 ? e : 1) / (1 + e);
        }

        public Vector<double> Of(Vector<double> x)
        {
            Vector<double> e = Vector.Exp(-Vector.Abs(x));
            return Vector.ConditionalSelect(Vector.LessThan(x, Vector<double>.Zero), e, Vector<double>.One) / (Vector<double>.One + e);
        }
    }
}
