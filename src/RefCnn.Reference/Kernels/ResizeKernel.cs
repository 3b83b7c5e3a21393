using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y at a place = Σ over its samples along every axis of x · the product of the axes' weights; or the extrapolation value.</summary>
internal sealed class ResizeKernel : IKernel<Resize>
{
    public static void Run(Resize layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        int rank = input.Shape.Rank;
        var taps = new (int Sample, double Weight)[rank][][];
        for (int axis = 0; axis < rank; axis++) taps[axis] = ResizeAxis.Taps(layer, input.Shape, axis);
        var inputStrides = input.Shape.Strides();
        var outputStrides = output.Shape.Strides();

        Parallel.For(0, output.Count, parallel, i =>
        {
            var place = new (int Sample, double Weight)[rank][];
            for (int axis = 0; axis < rank; axis++) place[axis] = taps[axis][i / outputStrides[axis] % output.Shape[axis]];
            output[i] = place.Any(samples => samples.Length == 0) ? layer.ExtrapolationValue : Sum(0, 0);

            double Sum(int axis, int start)
            {
                if (axis == rank) return input[start];
                double sum = 0;
                foreach ((int sample, double weight) in place[axis]) sum += weight * Sum(axis + 1, start + (sample * inputStrides[axis]));
                return sum;
            }
        });
    }
}
