using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>The flat index of the largest sample of each window: the first NaN, or the first of equals, in the order of rows.</summary>
internal sealed class ArgMaxPool2DKernel : IKernel<ArgMaxPool2D>
{
    public static unsafe Step Prepare(ArgMaxPool2D layer, Operands operands) =>
        new PoolStep<Place>(new Place(operands.Input.Data, operands.Input.Shape.Height, layer.ColumnMajor), layer.Window, operands);

    private readonly unsafe struct Place(float* input, int height, bool columnMajor) : IPool
    {
        public float Of(float* plane, int width, Taps rows, Taps columns)
        {
            int bestY = rows.First, bestX = columns.First;
            float largest = plane[(bestY * width) + bestX];
            for (int kh = 0; kh < rows.Count; kh++)
            {
                for (int kw = 0; kw < columns.Count; kw++)
                {
                    int y = rows.First + (kh * rows.Step), x = columns.First + (kw * columns.Step);
                    float value = plane[(y * width) + x];
                    if (value > largest || (float.IsNaN(value) && !float.IsNaN(largest))) (largest, bestY, bestX) = (value, y, x);
                }
            }

            return (plane - input) + (columnMajor ? (bestX * height) + bestY : (bestY * width) + bestX);
        }
    }
}
