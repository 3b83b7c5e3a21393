using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Lowering;

/// <summary>Padding other than with a number is Core ML's own on the last two axes only; on others, samples are sliced out and laid end to end.</summary>
internal static class PadLowering
{
    /// <summary>Keeps what Core ML has, and builds the rest axis by axis.</summary>
    public static int Pad(LoweringStep step)
    {
        var layer = (Pad)step.Layer;
        int rank = step.InputShape.Rank;
        bool inPlane = rank >= 3 && Enumerable.Range(0, rank - 2).All(axis => layer.Before[axis] + layer.After[axis] == 0);
        if (layer.Before.Sum() + layer.After.Sum() == 0) return step.Finish(new Identity(), step.Input);
        if (layer.Mode == PadMode.Constant || (inPlane && layer.Mode != PadMode.Wrap)) return step.Keep();

        int node = step.Input;
        for (int axis = 0; axis < rank; axis++)
        {
            if (layer.Before[axis] + layer.After[axis] > 0) node = Along(step, node, axis, layer.Before[axis], layer.After[axis], layer.Mode);
        }

        return step.Finish(new Identity(), node);
    }

    private static int Along(LoweringStep step, int node, int axis, int before, int after, PadMode mode)
    {
        int extent = step.ShapeOf(node)[axis];
        var parts = new List<int>();
        if (before > 0)
        {
            parts.Add(mode switch
            {
                PadMode.Wrap => Part(step, node, axis, extent - before, before, 1),
                PadMode.Reflect => Part(step, node, axis, before, before, -1),
                _ => Repeated(step, Part(step, node, axis, 0, 1, 1), axis, before),
            });
        }

        parts.Add(node);
        if (after > 0)
        {
            parts.Add(mode switch
            {
                PadMode.Wrap => Part(step, node, axis, 0, after, 1),
                PadMode.Reflect => Part(step, node, axis, extent - 2, after, -1),
                _ => Repeated(step, Part(step, node, axis, extent - 1, 1, 1), axis, after),
            });
        }

        return step.Add(new Concat(axis), [.. parts]);
    }

    private static int Part(LoweringStep step, int node, int axis, int start, int count, int direction)
    {
        Slice slice = Slice.Along(step.ShapeOf(node), axis, start, count);
        return step.Add(slice with { Steps = slice.Steps.SetItem(axis, direction) }, node);
    }

    private static int Repeated(LoweringStep step, int node, int axis, int count)
    {
        int[] repeats = [.. Enumerable.Repeat(1, step.ShapeOf(node).Rank)];
        repeats[axis] = count;
        return step.Add(new Tile([.. repeats]), node);
    }
}
