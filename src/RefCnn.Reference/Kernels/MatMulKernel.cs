using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y[…, row, column] = Σ over i of left[…, row, i] · right[…, i, column], the leading axes broadcast.</summary>
internal sealed class MatMulKernel : IKernel<MatMul>
{
    public static void Run(MatMul layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> left = AtLeastRank2(operands.Inputs[0], asRow: true), right = AtLeastRank2(operands.Inputs[1], asRow: false);
        int rows = left.Shape[^2], inner = left.Shape[^1], columns = right.Shape[^1];
        Shape leading = Broadcast.Combine(Leading(left.Shape), Leading(right.Shape))!.Value;
        int[] leftStrides = Broadcast.Strides(Leading(left.Shape), leading), rightStrides = Broadcast.Strides(Leading(right.Shape), leading);

        Parallel.For(0, leading.Count, parallel, n =>
        {
            int leftMatrix = Offset(n, leading, leftStrides) * rows * inner, rightMatrix = Offset(n, leading, rightStrides) * inner * columns;
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    double sum = 0;
                    for (int i = 0; i < inner; i++) sum += left[leftMatrix + (row * inner) + i] * right[rightMatrix + (i * columns) + column];
                    output[(((n * rows) + row) * columns) + column] = sum;
                }
            }
        });
    }

    private static Tensor<double> AtLeastRank2(Tensor<double> tensor, bool asRow) =>
        tensor.Shape.Rank > 1 ? tensor : tensor.As(asRow ? new Shape(1, tensor.Count) : new Shape(tensor.Count, 1));

    private static Shape Leading(Shape shape) => new(shape.Extents[..^2]);

    // Which matrix of an operand belongs to matrix n of the result.
    private static int Offset(int n, Shape leading, int[] strides)
    {
        int offset = 0;
        for (int axis = leading.Rank - 1; axis >= 0; axis--)
        {
            offset += n % leading[axis] * strides[axis];
            n /= leading[axis];
        }

        return offset;
    }
}
