using System.Numerics;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[…, row, column] = Σ over i of left[…, row, i] · right[…, i, column], the leading axes broadcast. A piece of the work is a row.</summary>
internal sealed class MatMulKernel : IKernel<MatMul>
{
    public static Step Prepare(MatMul layer, Operands operands) => new RowsStep(operands);

    private sealed unsafe class RowsStep : Step
    {
        private readonly Operands operands;
        private readonly Shape leading;
        private readonly int[] leftStrides, rightStrides;
        private readonly int rows, inner, columns;

        public RowsStep(Operands operands)
        {
            this.operands = operands;
            Shape left = operands.Inputs[0].Shape, right = operands.Inputs[1].Shape;
            if (left.Rank == 1) left = new Shape(1, left[0]);
            if (right.Rank == 1) right = new Shape(right[0], 1);
            (rows, inner, columns) = (left[^2], left[^1], right[^1]);
            leading = Broadcast.Combine(Leading(left), Leading(right))!.Value;
            (leftStrides, rightStrides) = (Broadcast.Strides(Leading(left), leading), Broadcast.Strides(Leading(right), leading));
        }

        public override int Pieces => leading.Count * rows;

        public override void Run(int first, int end, int worker)
        {
            for (int piece = first; piece < end; piece++)
            {
                (int matrix, int row) = Math.DivRem(piece, rows);
                float* left = operands.Inputs[0].Data + ((((long)Offset(matrix, leftStrides) * rows) + row) * inner);
                float* right = operands.Inputs[1].Data + ((long)Offset(matrix, rightStrides) * inner * columns);
                float* output = operands.Output.Data + ((long)piece * columns);
                new Span<float>(output, columns).Clear();
                for (int i = 0; i < inner; i++) AddScaled(right + ((long)i * columns), left[i], output, columns);
            }
        }

        private static void AddScaled(float* values, float factor, float* to, int count)
        {
            var factors = new Vector<float>(factor);
            int i = 0;
            for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
                Vector.Store(Vector.MultiplyAddEstimate(Vector.Load(values + i), factors, Vector.Load(to + i)), to + i);
            for (; i < count; i++) to[i] += values[i] * factor;
        }

        private static Shape Leading(Shape shape) => new(shape.Extents[..^2]);

        // Which matrix of an operand belongs to a matrix of the result.
        private int Offset(int matrix, int[] strides)
        {
            int offset = 0;
            for (int axis = leading.Rank - 1; axis >= 0; axis--)
            {
                offset += matrix % leading[axis] * strides[axis];
                matrix /= leading[axis];
            }

            return offset;
        }
    }
}
