using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Lowering;

/// <summary>Layers that only move values.</summary>
internal static class RearrangementLowering
{
    /// <summary>One input laid end to end is itself.</summary>
    public static int Concat(LoweringStep step) => step.Inputs.Length > 1 ? step.Keep() : step.Finish(new Identity(), step.Input);

    /// <summary>Everything that keeps the order of values is a reshape; a scalar becomes one value of rank 1.</summary>
    public static int Reshape(LoweringStep step)
    {
        Shape target = step.Layer is Reshape { Target: var given } ? given : step.Layer.InferShape(step.InputShape);
        if (target.Rank == 0) return step.Finish(new Reshape(new Shape(1)), step.Input);
        return step.Layer is Reshape ? step.Keep() : step.Finish(new Reshape(target), step.Input);
    }

    /// <summary>A scalar has no axes to move, repeat or cut.</summary>
    public static int ByAxes(LoweringStep step)
    {
        bool scalar = step.Layer is Transpose { Permutation.IsEmpty: true } or Tile { Repeats.IsEmpty: true } or Slice { Starts.IsEmpty: true };
        return scalar ? step.Finish(new Identity(), step.Input) : step.Keep();
    }

    /// <summary>Stretching is repeating, once the ranks are equal.</summary>
    public static int Expand(LoweringStep step)
    {
        Shape target = ((Expand)step.Layer).Target, input = step.InputShape;
        if (target.Rank == 0) target = new Shape(1);
        int[] extents = new int[target.Rank];
        for (int fromEnd = 1; fromEnd <= target.Rank; fromEnd++) extents[^fromEnd] = fromEnd <= input.Rank ? input[^fromEnd] : 1;
        int aligned = input.Rank == target.Rank ? step.Input : step.Reshape(step.Input, extents);
        return step.Finish(new Tile([.. extents.Select((extent, axis) => extent == 0 ? 1 : target[axis] / extent)]), aligned);
    }
}
