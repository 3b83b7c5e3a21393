using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.CSource.Emit;

namespace RefCnn.Formats.CSource.Emitters;

/// <summary>Resampling, axis by axis, from tables of samples and weights that are made here.</summary>
internal static class ResizeEmitter
{
    private static readonly string[] AxisNames = ["axis0", "axis1", "axis2", "axis3", "axis4", "axis5"];

    /// <summary>Writes a resize.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void Resize(CNode node, Resize layer)
    {
        Shape shape = node.InputShape;
        var axes = Enumerable.Range(0, shape.Rank).Select(axis => (Axis: axis, Taps: ResizeAxis.Taps(layer, node.InputShape, axis))).Where(entry => !IsIdentity(entry.Taps, node.InputShape[entry.Axis])).ToList();
        if (axes.Count == 0) node.Call("copy", node.Input, node.Output, CLiteral.Of(shape.Count));

        string from = node.Input;
        var outside = new List<(int Axis, string First)>();
        foreach ((int axis, (int Sample, double Weight)[][] taps) in axes)
        {
            Shape resized = shape.With(axis, layer.Sizes[axis]);
            string to = axis == axes[^1].Axis ? node.Output : node.Scratch(AxisNames[axis], resized.Count);
            string first = Pass(node, axis, taps, shape, from, to);
            if (taps.Any(place => place.Length == 0)) outside.Add((axis, first));
            (from, shape) = (to, resized);
        }

        foreach ((int axis, string first) in outside)
            node.Call("resize_outside", [node.Output, .. Around(shape, axis, shape[axis]), first, CLiteral.Of(layer.ExtrapolationValue)]);
    }

    private static string Pass(CNode node, int axis, (int Sample, double Weight)[][] taps, Shape shape, string from, string to)
    {
        int[] first = new int[taps.Length + 1];
        for (int i = 0; i < taps.Length; i++) first[i + 1] = first[i] + taps[i].Length;
        var all = taps.SelectMany(place => place).ToArray();
        string firsts = node.Table($"{AxisNames[axis]}_first", first);
        string samples = node.Table($"{AxisNames[axis]}_samples", [.. all.Select(tap => tap.Sample)]);
        string weights = node.Parameter($"{AxisNames[axis]}_weights", new Tensor<float>(new Shape(all.Length), [.. all.Select(tap => (float)tap.Weight)]));
        node.Call("resize_axis", [from, to, .. Around(shape, axis, shape[axis], taps.Length), firsts, samples, weights]);
        return firsts;
    }

    private static IEnumerable<string> Around(Shape shape, int axis, params IEnumerable<int> extents) =>
        extents.Prepend(shape.CountBetween(0, axis)).Append(shape.CountBetween(axis + 1, shape.Rank)).Select(extent => CLiteral.Of(extent));

    private static bool IsIdentity((int Sample, double Weight)[][] taps, int extent) =>
        taps.Length == extent && taps.Select((place, i) => place is [(var sample, 1.0)] && sample == i).All(same => same);
}
