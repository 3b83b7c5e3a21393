using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y[i, …] = f(a[i, …], b[i, …]), where an index along a stretched axis reads element 0.</summary>
internal sealed class BinaryKernel : IKernel<Binary>
{
    public static void Run(Binary layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> left = operands.Inputs[0], right = operands.Inputs[1];
        int[] leftStrides = Broadcast.Strides(left.Shape, output.Shape), rightStrides = Broadcast.Strides(right.Shape, output.Shape);
        Func<double, double, double> function = Function(layer.Function);

        for (int i = 0; i < output.Count; i++)
        {
            int leftIndex = 0, rightIndex = 0, rest = i;
            for (int axis = output.Shape.Rank - 1; axis >= 0; axis--)
            {
                int index = rest % output.Shape[axis];
                rest /= output.Shape[axis];
                leftIndex += index * leftStrides[axis];
                rightIndex += index * rightStrides[axis];
            }

            output[i] = function(left[leftIndex], right[rightIndex]);
        }
    }

    private static Func<double, double, double> Function(BinaryFunction function) => function switch
    {
        BinaryFunction.Add => (a, b) => a + b,
        BinaryFunction.Sub => (a, b) => a - b,
        BinaryFunction.Mul => (a, b) => a * b,
        BinaryFunction.Div => (a, b) => a / b,
        BinaryFunction.Min => Math.Min,
        BinaryFunction.Max => Math.Max,
        BinaryFunction.Pow => Math.Pow,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "not a function of two values"),
    };
}
