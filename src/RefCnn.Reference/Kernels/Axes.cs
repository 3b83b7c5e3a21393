using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Reference.Kernels;

/// <summary>The walk over all positions that kernels of any rank share.</summary>
internal static class Axes
{
    /// <summary>Fills an output from the source position that each of its positions names; where that is null the value stays.</summary>
    /// <param name="input">Where values come from.</param>
    /// <param name="output">Where they go.</param>
    /// <param name="source">The input's position along one input axis, given the output's whole position; null for none.</param>
    public static void Gather(Tensor<double> input, Tensor<double> output, Func<int[], int, int?> source)
    {
        ImmutableArray<int> strides = input.Shape.Strides();
        int[] position = new int[output.Shape.Rank];
        for (int to = 0; to < output.Count; to++)
        {
            int? from = 0;
            for (int axis = 0; axis < input.Shape.Rank; axis++) from += source(position, axis) * strides[axis];
            if (from is { } index) output[to] = input[index];
            Advance(position, output.Shape);
        }
    }

    // The last axis turns fastest.
    private static void Advance(int[] position, Shape shape)
    {
        for (int axis = position.Length - 1; axis >= 0; axis--)
        {
            if (++position[axis] < shape[axis]) return;
            position[axis] = 0;
        }
    }
}
