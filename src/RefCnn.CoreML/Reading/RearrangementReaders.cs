using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;
using ReorganizationType = RefCnn.CoreML.Schema.ReorganizeDataLayerParams.Types.ReorganizationType;

namespace RefCnn.CoreML.Reading;

/// <summary>Layers that move, repeat or drop values.</summary>
internal static class RearrangementReaders
{
    /// <summary>copy.</summary>
    public static void Copy(LayerReading reading) => reading.Finish(new Identity(), reading.Input);

    /// <summary>crop by amounts at the borders, or to the size of a second input from an offset.</summary>
    public static void Crop(LayerReading reading)
    {
        CropLayerParams stored = reading.Layer.Crop;
        Size2D plane = reading.Plane;
        Shape shape = reading.InputShape;
        Padding2D amounts = Windows.Borders(reading, stored.CropAmounts);
        (int top, int left, int height, int width) = (amounts.Top, amounts.Left, plane.Height - amounts.Top - amounts.Bottom, plane.Width - amounts.Left - amounts.Right);
        if (reading.InputCount > 1)
        {
            Shape target = reading.ShapeOf(reading.InputAt(1));
            if (target.Rank < 2) throw reading.Refuse($"is to be cropped to a value of shape {target}; expected height and width");
            Size2D offset = Windows.Size(reading, stored.Offset, "offset", 0);
            (top, left, height, width) = (offset.Height, offset.Width, target[^2], target[^1]);
        }

        int[] starts = new int[shape.Rank], counts = shape.Extents.ToArray();
        (starts[^2], starts[^1], counts[^2], counts[^1]) = (top, left, height, width);
        reading.Finish(new Slice([.. starts], [.. counts], [.. Enumerable.Repeat(1, shape.Rank)]), reading.Input);
    }

    /// <summary>padding of the plane: a number, reflection without the edge sample, or the edge sample.</summary>
    public static void Padding(LayerReading reading)
    {
        PaddingLayerParams stored = reading.Layer.Padding;
        PadMode mode = stored.PaddingTypeCase switch
        {
            PaddingLayerParams.PaddingTypeOneofCase.Constant => PadMode.Constant,
            PaddingLayerParams.PaddingTypeOneofCase.Reflection => PadMode.Reflect,
            PaddingLayerParams.PaddingTypeOneofCase.Replication => PadMode.Edge,
            _ => throw reading.Refuse("has no padding type; expected constant, reflection or replication"),
        };
        Padding2D amounts = Windows.Borders(reading, stored.PaddingAmounts);
        Size2D plane = reading.Plane;
        int rank = reading.InputShape.Rank;
        int[] before = new int[rank], after = new int[rank];
        (before[^2], before[^1], after[^2], after[^1]) = (amounts.Top, amounts.Left, amounts.Bottom, amounts.Right);
        if (plane.Height < 1 || plane.Width < 1) throw reading.Refuse("pads an empty plane");
        reading.Finish(new Pad([.. before], [.. after], mode, stored.Constant?.Value ?? 0), reading.Input);
    }

    /// <summary>constantPad of any axis: before and after in turn.</summary>
    public static void ConstantPad(LayerReading reading)
    {
        ConstantPaddingLayerParams stored = reading.Layer.ConstantPad;
        int rank = reading.InputShape.Rank;
        if (stored.PadToGivenOutputSizeMode) throw reading.Refuse("pads to a given output size, which is not supported");
        if (stored.PadAmounts.Count != 2 * rank) throw reading.Refuse($"has {stored.PadAmounts.Count} amounts; expected {2 * rank}");
        int[] amounts = [.. stored.PadAmounts.Select(amount => checked((int)amount))];
        reading.Finish(
            new Pad([.. amounts.Where((_, i) => i % 2 == 0)], [.. amounts.Where((_, i) => i % 2 == 1)], PadMode.Constant, stored.Value), reading.Input);
    }

    /// <summary>concat along the channels.</summary>
    public static void Concat(LayerReading reading)
    {
        if (reading.Layer.Concat.SequenceConcat) throw reading.Refuse("concatenates sequences, which is not supported");
        reading.Finish(new Concat(ActivationReaders.ChannelAxis(reading)), reading.Inputs);
    }

    /// <summary>concatND along any axis.</summary>
    public static void ConcatND(LayerReading reading)
    {
        if (reading.Layer.ConcatND.Interleave) throw reading.Refuse("interleaves its inputs, which is not supported");
        reading.Finish(new Concat(ShapeReaders.Axis(reading, reading.Layer.ConcatND.Axis, reading.InputShape.Rank)), reading.Inputs);
    }

    /// <summary>split of the channels in equal parts.</summary>
    public static void Split(LayerReading reading)
    {
        int axis = ActivationReaders.ChannelAxis(reading), parts = checked((int)reading.Layer.Split.NOutputs), extent = reading.InputShape[axis];
        SplitInto(reading, axis, EqualParts(reading, extent, parts));
    }

    /// <summary>splitND of any axis, in equal or given parts.</summary>
    public static void SplitND(LayerReading reading)
    {
        SplitNDLayerParams stored = reading.Layer.SplitND;
        int axis = ShapeReaders.Axis(reading, stored.Axis, reading.InputShape.Rank), extent = reading.InputShape[axis];
        int[] sizes = [.. stored.SplitSizes.Select(size => checked((int)size))];
        if (sizes.Length == 0)
        {
            sizes = EqualParts(reading, extent, checked((int)stored.NumSplits));
        }

        SplitInto(reading, axis, sizes);
    }

    /// <summary>slice along one axis; a negative end counts from the last sample.</summary>
    public static void Slice(LayerReading reading)
    {
        SliceLayerParams stored = reading.Layer.Slice;
        if ((int)stored.Axis is < 0 or > 2) throw reading.Refuse($"slices along axis {stored.Axis}; expected channels, height or width");
        int axis = ActivationReaders.ChannelAxis(reading) + (int)stored.Axis;
        int extent = reading.InputShape[axis], step = checked((int)stored.Stride);
        if (step < 1) throw reading.Refuse($"has stride {step}; expected 1 or more");
        Slices range = Slices.Of(stored.StartIndex, stored.EndIndex, step, extent);
        Core.Layers.Slice whole = Core.Layers.Slice.Along(reading.InputShape, axis, range.Start, range.Count);
        reading.Finish(whole with { Steps = whole.Steps.SetItem(axis, step) }, reading.Input);
    }

    /// <summary>sliceStatic with masks for open ends; squeezed axes keep one sample and go.</summary>
    public static void SliceStatic(LayerReading reading)
    {
        SliceStaticLayerParams stored = reading.Layer.SliceStatic;
        Shape shape = reading.InputShape;
        int[] starts = new int[shape.Rank], counts = new int[shape.Rank], steps = new int[shape.Rank];
        var squeezed = new List<int>();
        if (stored.BeginIds.Count != shape.Rank || stored.EndIds.Count != shape.Rank || stored.Strides.Count != shape.Rank)
            throw reading.Refuse($"has {stored.BeginIds.Count} begins, {stored.EndIds.Count} ends and {stored.Strides.Count} strides; expected {shape.Rank} of each");
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            bool squeeze = axis < stored.SqueezeMasks.Count && stored.SqueezeMasks[axis];
            int step = squeeze ? 1 : checked((int)stored.Strides[axis]);
            bool openStart = !squeeze && axis < stored.BeginMasks.Count && stored.BeginMasks[axis];
            bool openEnd = !squeeze && axis < stored.EndMasks.Count && stored.EndMasks[axis];
            if (step == 0) throw reading.Refuse("has stride 0");
            long begin = stored.BeginIds[axis];
            if (squeeze)
            {
                squeezed.Add(axis);
                (starts[axis], counts[axis], steps[axis]) = ((int)(begin < 0 ? begin + shape[axis] : begin), 1, 1);
                continue;
            }

            Slices range = Slices.Of(openStart ? null : begin, openEnd ? null : stored.EndIds[axis], step, shape[axis]);
            (starts[axis], counts[axis], steps[axis]) = (range.Start, range.Count, step);
        }

        var slice = new Slice([.. starts], [.. counts], [.. steps]);
        if (squeezed.Count == 0) reading.Finish(slice, reading.Input);
        else reading.Finish(new Squeeze([.. squeezed]), reading.Add(slice, reading.Input));
    }

    /// <summary>reverse of the axes that are marked.</summary>
    public static void Reverse(LayerReading reading)
    {
        Shape shape = reading.InputShape;
        bool[] marked = [.. reading.Layer.Reverse.ReverseDim];
        if (marked.Length != shape.Rank) throw reading.Refuse($"marks {marked.Length} axes; expected {shape.Rank}");
        reading.Finish(
            new Slice([.. marked.Select((back, axis) => back ? shape[axis] - 1 : 0)], [.. shape.Extents], [.. marked.Select(back => back ? -1 : 1)]), reading.Input);
    }

    /// <summary>tile.</summary>
    public static void Tile(LayerReading reading) =>
        reading.Finish(new Tile([.. reading.Layer.Tile.Reps.Select(count => checked((int)count))]), reading.Input);

    /// <summary>broadcastToStatic.</summary>
    public static void BroadcastToStatic(LayerReading reading) =>
        reading.Finish(new Expand(new Shape([.. reading.Layer.BroadcastToStatic.TargetShape.Select(extent => checked((int)extent))])), reading.Input);

    /// <summary>reorganizeData: block first both ways; pixel shuffle is channel first.</summary>
    public static void ReorganizeData(LayerReading reading)
    {
        ReorganizeDataLayerParams stored = reading.Layer.ReorganizeData;
        int block = checked((int)stored.BlockSize);
        reading.FinishPlanes(stored.Mode switch
        {
            ReorganizationType.SpaceToDepth => new SpaceToDepth(block),
            ReorganizationType.DepthToSpace => new DepthToSpace(block),
            _ => new DepthToSpace(block, BlockOrder.ChannelFirst),
        });
    }

    private static int[] EqualParts(LayerReading reading, int extent, int parts) => parts >= 1 && parts == reading.Layer.Output.Count && extent % parts == 0
        ? [.. Enumerable.Repeat(extent / parts, parts)]
        : throw reading.Refuse($"splits an extent of {extent} into {parts} for {reading.Layer.Output.Count} values; expected equal parts, one a value");

    private static void SplitInto(LayerReading reading, int axis, int[] sizes)
    {
        if (reading.Layer.Output.Count != sizes.Length) throw reading.Refuse($"makes {reading.Layer.Output.Count} values of {sizes.Length} parts");
        int start = 0;
        for (int part = 0; part < sizes.Length; part++)
        {
            reading.Define(part, reading.Add(Core.Layers.Slice.Along(reading.InputShape, axis, start, sizes[part]), reading.Input));
            start += sizes[part];
        }
    }
}
