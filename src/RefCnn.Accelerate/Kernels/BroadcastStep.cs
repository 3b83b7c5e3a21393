using RefCnn.Core;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = f(a, b), where an operand of extent 1 along an axis is repeated. A piece of the work is a row along the last axis.</summary>
/// <typeparam name="TFunction">f.</typeparam>
internal sealed unsafe class BroadcastStep<TFunction> : Step
    where TFunction : struct, IPairFunction
{
    private readonly TFunction function;
    private readonly View left, right, output;
    private readonly int[] leftStrides, rightStrides, extents;

    /// <summary>Prepares.</summary>
    /// <param name="function">f.</param>
    /// <param name="left">a.</param>
    /// <param name="right">b.</param>
    /// <param name="output">y, whose shape both broadcast to.</param>
    public BroadcastStep(TFunction function, View left, View right, View output)
    {
        (this.function, this.left, this.right, this.output) = (function, left, right, output);
        Shape shape = output.Shape.Rank == 0 ? new Shape(1) : output.Shape;
        extents = shape.Extents.ToArray();
        (leftStrides, rightStrides) = (Broadcast.Strides(left.Shape, shape), Broadcast.Strides(right.Shape, shape));
    }

    public override int Pieces => (int)(((long)output.Count + extents[^1] - 1) / extents[^1]);

    public override void Run(int first, int end, int worker)
    {
        int leftStep = leftStrides[^1], rightStep = rightStrides[^1];
        for (int row = first; row < end; row++)
        {
            float* a = left.Data + Offset(row, leftStrides), b = right.Data + Offset(row, rightStrides), to = output.Data + ((long)row * extents[^1]);
            int count = (int)Math.Min(extents[^1], output.Count - ((long)row * extents[^1]));
            for (int i = 0; i < count; i++, a += leftStep, b += rightStep) to[i] = function.Of(*a, *b);
        }
    }

    private long Offset(int row, int[] strides)
    {
        long offset = 0;
        for (int axis = extents.Length - 2; axis >= 0; axis--)
        {
            offset += (long)(row % extents[axis]) * strides[axis];
            row /= extents[axis];
        }

        return offset;
    }
}
