using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = √Σx² over each window; summed in double, rounded once.</summary>
internal sealed class L2Pool2DKernel : IKernel<L2Pool2D>
{
    public static Step Prepare(L2Pool2D layer, Operands operands) => new PoolStep<Norm>(default, layer.Window, operands);

    private readonly unsafe struct Norm : IPool
    {
        public float Of(float* plane, int width, Taps rows, Taps columns)
        {
            double squares = 0;
            for (int kh = 0; kh < rows.Count; kh++)
            {
                for (int kw = 0; kw < columns.Count; kw++)
                {
                    double value = plane[((rows.First + (kh * rows.Step)) * width) + columns.First + (kw * columns.Step)];
                    squares += value * value;
                }
            }

            return (float)Math.Sqrt(squares);
        }
    }
}
