using Google.Protobuf.Collections;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Reading;

/// <summary>The same values under other shapes, and axes in other orders.</summary>
internal static class ShapeReaders
{
    /// <summary>reshape to [C, H, W]; channels last reads the input, and lays out the output, with the channel innermost.</summary>
    public static void Reshape(LayerReading reading)
    {
        ReshapeLayerParams stored = reading.Layer.Reshape;
        int[] target = [.. stored.TargetShape.Select(extent => checked((int)extent))];
        if (target.Length == 4 && target[0] == 1) target = target[1..];
        if (target.Length != 3) throw reading.Refuse($"has a target of {target.Length} extents; expected channels, height and width, with no sequence");
        Shape shape = reading.InputShape;
        int batch = shape.Rank > 3 ? shape.CountBetween(0, shape.Rank - 3) : 1;
        if (stored.Mode == ReshapeLayerParams.Types.ReshapeOrder.ChannelFirst)
        {
            reading.Finish(new Reshape(new Shape([batch, .. target])), reading.Input);
            return;
        }

        int last = ChannelsLast(reading);
        int reshaped = reading.Add(new Reshape(new Shape(batch, target[1], target[2], target[0])), last);
        reading.Finish(new Transpose([0, 3, 1, 2]), reshaped);
    }

    /// <summary>flatten to [C · H · W, 1, 1], channels first or last.</summary>
    public static void Flatten(LayerReading reading)
    {
        Shape shape = reading.InputShape;
        bool last = reading.Layer.Flatten.Mode == FlattenLayerParams.Types.FlattenOrder.ChannelLast;
        if (shape.Rank < 3) throw reading.Refuse($"reads a value of shape {shape}; expected rank 3 or more");
        int node = last ? ChannelsLast(reading) : reading.Input;
        reading.Finish(new Reshape(new Shape([.. shape.Extents[..^3], shape.CountBetween(shape.Rank - 3, shape.Rank), 1, 1])), node);
    }

    /// <summary>permute of sequence and C, H, W.</summary>
    public static void Permute(LayerReading reading)
    {
        int[] axes = [.. reading.Layer.Permute.Axis.Select(axis => checked((int)axis))];
        if (axes.Length != 4 || axes[0] != 0) throw reading.Refuse("moves the sequence, or does not name 4 axes; expected sequence first");
        Shape shape = reading.InputShape;
        if (shape.Rank != 4) throw reading.Refuse($"reads a value of shape {shape}; expected rank 4");
        reading.Finish(new Transpose([.. axes]), reading.Input);
    }

    /// <summary>transpose of all axes.</summary>
    public static void Transpose(LayerReading reading) =>
        reading.Finish(new Transpose([.. reading.Layer.Transpose.Axes.Select(axis => checked((int)axis))]), reading.Input);

    /// <summary>squeeze of the given axes, or of all of extent 1. One axis always remains.</summary>
    public static void Squeeze(LayerReading reading)
    {
        SqueezeLayerParams stored = reading.Layer.Squeeze;
        Shape shape = reading.InputShape;
        int[] axes = stored.SqueezeAll
            ? [.. Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] == 1)]
            : [.. stored.Axes.Select(axis => Axis(reading, axis, shape.Rank))];
        if (axes.Length == shape.Rank) axes = axes[..^1];
        reading.Finish(new Squeeze([.. axes]), reading.Input);
    }

    /// <summary>expandDims; axes are those of the output.</summary>
    public static void ExpandDims(LayerReading reading)
    {
        RepeatedField<long> axes = reading.Layer.ExpandDims.Axes;
        int rank = reading.InputShape.Rank + axes.Count;
        reading.Finish(new Unsqueeze([.. axes.Select(axis => Axis(reading, axis, rank))]), reading.Input);
    }

    /// <summary>flattenTo2D: the axes before the given one are rows.</summary>
    public static void FlattenTo2D(LayerReading reading)
    {
        long axis = reading.Layer.FlattenTo2D.Axis;
        reading.Finish(new Flatten((int)(axis < 0 ? axis + reading.InputShape.Rank : axis)), reading.Input);
    }

    /// <summary>reshapeStatic; one extent may be −1.</summary>
    public static void ReshapeStatic(LayerReading reading) => Resolve(reading, reading.Layer.ReshapeStatic.TargetShape, false);

    /// <summary>rankPreservingReshape; 0 keeps an extent and one may be −1.</summary>
    public static void RankPreservingReshape(LayerReading reading) => Resolve(reading, reading.Layer.RankPreservingReshape.TargetShape, true);

    /// <summary>An axis counted from the front.</summary>
    /// <param name="reading">The layer.</param>
    /// <param name="axis">The axis, from the end where negative.</param>
    /// <param name="rank">How many axes there are.</param>
    public static int Axis(LayerReading reading, long axis, int rank)
    {
        long resolved = axis < 0 ? axis + rank : axis;
        return resolved >= 0 && resolved < rank ? (int)resolved : throw reading.Refuse($"names axis {axis} of {rank}");
    }

    private static void Resolve(LayerReading reading, RepeatedField<long> declared, bool zeroKeeps)
    {
        Shape shape = reading.InputShape;
        long[] target = [.. declared];
        if (zeroKeeps && target.Length != shape.Rank) throw reading.Refuse($"has a target of {target.Length} extents; expected {shape.Rank}");
        for (int axis = 0; axis < target.Length; axis++)
        {
            if (zeroKeeps && target[axis] == 0) target[axis] = shape[axis];
        }

        int open = Array.IndexOf(target, -1);
        if (open >= 0)
        {
            long others = target.Where((_, axis) => axis != open).Aggregate(1L, (product, extent) => product * extent);
            if (others <= 0 || shape.Count % others != 0) throw reading.Refuse($"reshapes {shape} to {string.Join('×', declared)}, which has no whole extent");
            target[open] = shape.Count / others;
        }

        reading.Finish(new Reshape(new Shape([.. target.Select(extent => checked((int)extent))])), reading.Input);
    }

    private static int ChannelsLast(LayerReading reading)
    {
        int rank = reading.InputShape.Rank;
        if (rank < 3) throw reading.Refuse($"reads a value of shape {reading.InputShape}; expected rank 3 or more");
        return reading.Add(new Transpose([.. Enumerable.Range(0, rank - 3), rank - 2, rank - 1, rank - 3]), reading.Input);
    }
}
