using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y at a place = Σ over its samples along every axis of x · the product of the axes' weights; or the extrapolation value.</summary>
internal sealed class ResizeKernel : IKernel<Resize>
{
    public static Step Prepare(Resize layer, Operands operands)
    {
        Shape input = operands.Input.Shape;
        (int Sample, double Weight)[][][] taps = [.. Enumerable.Range(0, input.Rank).Select(axis => ResizeAxis.Taps(layer, input, axis))];
        if (layer.Interpolation != ResizeInterpolation.Nearest) return new SamplesStep(taps, layer.ExtrapolationValue, operands);
        return GatherStep.ByAxis(operands, (position, axis) => taps[axis][position[axis]] is [(int sample, _)] ? sample : -1, layer.ExtrapolationValue);
    }

    // Sums in double: a resize is a small part of a network, and its weights are not exact in float32.
    private sealed unsafe class SamplesStep((int Sample, double Weight)[][][] taps, float extrapolation, Operands operands) : Step
    {
        private readonly int[] inputStrides = [.. operands.Input.Shape.Strides()], outputStrides = [.. operands.Output.Shape.Strides()];

        public override int Pieces => operands.Output.Count;

        public override void Run(int first, int end, int worker)
        {
            for (int i = first; i < end; i++) operands.Output.Data[i] = IsOutside(i) ? extrapolation : (float)Sum(i, 0, 0);
        }

        private (int Sample, double Weight)[] Taps(int i, int axis) => taps[axis][i / outputStrides[axis] % taps[axis].Length];

        private bool IsOutside(int i)
        {
            for (int axis = 0; axis < taps.Length; axis++)
            {
                if (Taps(i, axis).Length == 0) return true;
            }

            return false;
        }

        private double Sum(int i, int axis, int start)
        {
            if (axis == taps.Length) return operands.Input.Data[start];
            double sum = 0;
            foreach ((int sample, double weight) in Taps(i, axis)) sum += weight * Sum(i, axis + 1, start + (sample * inputStrides[axis]));
            return sum;
        }
    }
}
