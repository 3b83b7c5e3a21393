using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Caffe.Schema;

namespace RefCnn.Formats.Caffe.Layers;

/// <summary>Imports layers that move, cut or join values.</summary>
internal static class ShapeLayers
{
    /// <summary>Concat along axis, or along concat_dim in older nets.</summary>
    /// <param name="layer">The layer.</param>
    public static void Concat(CaffeLayer layer)
    {
        ConcatParameter parameters = layer.Parameters.ConcatParam ?? new ConcatParameter();
        int axis = parameters.HasConcatDim ? layer.Whole("concat_dim", parameters.ConcatDim) : parameters.Axis;
        layer.Output(new Concat(layer.Axis(axis, layer.Shape().Rank)), [.. Enumerable.Range(0, layer.InputCount).Select(layer.Node)]);
    }

    /// <summary>Slice along an axis at the given points, or into equal parts.</summary>
    /// <param name="layer">The layer.</param>
    public static void Slice(CaffeLayer layer)
    {
        SliceParameter parameters = layer.Parameters.SliceParam ?? new SliceParameter();
        Shape input = layer.Shape();
        int axis = layer.Axis(parameters.HasSliceDim ? layer.Whole("slice_dim", parameters.SliceDim) : parameters.Axis, input.Rank), parts = layer.OutputCount;
        if (parameters.SlicePoint.Count == 0 && (parts == 0 || input[axis] % parts != 0)) throw layer.Refuse($"cuts an extent of {input[axis]} into {parts} parts; expected a number that divides it");
        if (parameters.SlicePoint.Count > 0 && parameters.SlicePoint.Count != parts - 1) throw layer.Refuse($"has {parameters.SlicePoint.Count} slice points for {parts} blobs; expected {parts - 1}");
        int start = 0;
        for (int i = 0; i < parts; i++)
        {
            int end = parameters.SlicePoint.Count == 0 ? start + (input[axis] / parts) : i < parts - 1 ? layer.Whole("slice_point", parameters.SlicePoint[i]) : input[axis];
            if (end <= start) throw layer.Refuse($"slice points go from {start} to {end}; expected rising ones within {input[axis]}");
            layer.Output(i, Core.Layers.Slice.Along(input, axis, start, end - start), layer.Node());
            start = end;
        }
    }

    /// <summary>Split: all blobs are the input.</summary>
    /// <param name="layer">The layer.</param>
    public static void Split(CaffeLayer layer)
    {
        for (int i = 0; i < layer.OutputCount; i++) layer.Alias(i, layer.Node());
    }

    /// <summary>Flatten from an axis to an axis, inclusive.</summary>
    /// <param name="layer">The layer.</param>
    public static void Flatten(CaffeLayer layer)
    {
        FlattenParameter parameters = layer.Parameters.FlattenParam ?? new FlattenParameter();
        Shape input = layer.Shape();
        int axis = layer.Axis(parameters.Axis, input.Rank), end = layer.Axis(parameters.EndAxis, input.Rank);
        if (end < axis) throw layer.Refuse($"flattens axes {axis} to {end}; expected an end that is not before the start");
        if (axis == 1 && end == input.Rank - 1) layer.Output(new Flatten(), layer.Node());
        else layer.Output(new Reshape(new Shape([.. input.Extents[..axis], input.CountBetween(axis, end + 1), .. input.Extents[(end + 1)..]])), layer.Node());
    }

    /// <summary>Reshape: the axes from axis on, num_axes of them or all, become others; 0 copies the extent at its place and −1 takes what is left.</summary>
    /// <param name="layer">The layer.</param>
    public static void Reshape(CaffeLayer layer)
    {
        ReshapeParameter parameters = layer.Parameters.ReshapeParam ?? throw layer.Refuse("has no reshape_param; expected one with a shape");
        Shape input = layer.Shape();
        int start = parameters.Axis >= 0 ? parameters.Axis : input.Rank + parameters.Axis + 1;
        int end = parameters.NumAxes < 0 ? input.Rank : start + parameters.NumAxes;
        if (start < 0 || start > input.Rank || end > input.Rank) throw layer.Refuse($"replaces axes {start} to {end}; the input {input} has {input.Rank}");
        long[] wanted = [.. parameters.Shape?.Dim ?? []];
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == 0) wanted[i] = start + i < input.Rank ? input[start + i] : throw layer.Refuse($"copies axis {start + i}; the input {input} has {input.Rank}");
            if (wanted[i] is < -1 or > int.MaxValue) throw layer.Refuse($"has the extent {wanted[i]}; expected -1, 0 or more");
        }

        int open = Array.IndexOf(wanted, -1);
        if (open != Array.LastIndexOf(wanted, -1)) throw layer.Refuse("leaves two extents open (-1); expected at most one");
        if (open >= 0)
        {
            long others = wanted.Where(extent => extent >= 0).Aggregate(1L, (product, extent) => checked(product * extent)), replaced = input.CountBetween(start, end);
            if (others == 0 || replaced % others != 0) throw layer.Refuse($"{replaced} values do not divide by {others}; expected a whole number for the extent that is left open");
            wanted[open] = replaced / others;
        }

        layer.Output(new Reshape(new Shape([.. input.Extents[..start], .. wanted.Select(extent => (int)extent), .. input.Extents[end..]])), layer.Node());
    }

    /// <summary>Crop: the axes from axis on get the second blob's extents, at the given offsets.</summary>
    /// <param name="layer">The layer.</param>
    public static void Crop(CaffeLayer layer)
    {
        CropParameter parameters = layer.Parameters.CropParam ?? new CropParameter();
        Shape input = layer.Shape(), reference = layer.Shape(1);
        int first = layer.Axis(parameters.Axis, input.Rank);
        if (reference.Rank != input.Rank) throw layer.Refuse($"second input has shape {reference}; expected as many dimensions as the first, {input}");
        if (parameters.Offset.Count > 1 && parameters.Offset.Count != input.Rank - first) throw layer.Refuse($"has {parameters.Offset.Count} offsets; expected 1, or {input.Rank - first}, one an axis");
        int[] starts = new int[input.Rank], counts = input.Extents.ToArray();
        for (int axis = first; axis < input.Rank; axis++)
        {
            counts[axis] = reference[axis];
            if (parameters.Offset.Count > 0) starts[axis] = layer.Whole("offset", parameters.Offset[parameters.Offset.Count == 1 ? 0 : axis - first]);
        }

        layer.Output(new Slice([.. starts], [.. counts], [.. Enumerable.Repeat(1, input.Rank)]), layer.Node());
    }

    /// <summary>SSD's Permute: the axes that order leaves out follow in their own order.</summary>
    /// <param name="layer">The layer.</param>
    public static void Permute(CaffeLayer layer)
    {
        int rank = layer.Shape().Rank;
        int[] order = [.. (layer.Parameters.PermuteParam?.Order ?? []).Select(axis => layer.Whole("order", axis))];
        layer.Output(new Transpose([.. order, .. Enumerable.Range(0, rank).Except(order)]), layer.Node());
    }

    /// <summary>Tile: the input repeated along one axis.</summary>
    /// <param name="layer">The layer.</param>
    public static void Tile(CaffeLayer layer)
    {
        TileParameter parameters = layer.Parameters.TileParam ?? throw layer.Refuse("has no tile_param; expected one with tiles");
        int rank = layer.Shape().Rank;
        int[] repeats = [.. Enumerable.Repeat(1, rank)];
        repeats[layer.Axis(parameters.Axis, rank)] = parameters.Tiles;
        layer.Output(new Tile([.. repeats]), layer.Node());
    }
}
