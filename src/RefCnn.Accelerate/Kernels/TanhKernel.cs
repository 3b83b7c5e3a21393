using System.Numerics;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = tanh x.</summary>
internal sealed class TanhKernel : IKernel<Tanh>
{
    public static Step Prepare(Tanh layer, Operands operands) => new VectorStep<Function>(default, operands);

    private readonly struct Function : IVectorFunction
    {
        // Below it, 1 − e cancels, and x − x³/3 has no error that float32 shows.
        private const double Small = 0.000244140625;

        public double Of(double x) => Math.Tanh(x);

        public Vector<double> Of(Vector<double> x)
        {
            Vector<double> e = Vector.Exp(Vector.Abs(x) * -2.0), large = Vector.CopySign((Vector<double>.One - e) / (Vector<double>.One + e), x);
            Vector<double> small = x - (x * x * x / new Vector<double>(3));
            return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new Vector<double>(Small)), small, large);
        }
    }
}
