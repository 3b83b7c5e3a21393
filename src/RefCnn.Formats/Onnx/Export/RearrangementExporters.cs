using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Schema;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Writes layers that move values.</summary>
internal static class RearrangementExporters
{
    /// <summary>Slice. Counting down to the first sample needs an end before it, which ONNX writes as a number below −extent.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void Slice(ExportNode node, Slice layer)
    {
        int rank = node.Shape.Rank;
        long[] starts = new long[rank], ends = new long[rank], steps = new long[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            bool empty = layer.Counts[axis] == 0;
            (starts[axis], steps[axis]) = empty ? (0, 1) : (layer.Starts[axis], layer.Steps[axis]);
            long end = empty ? 0 : starts[axis] + (layer.Counts[axis] * steps[axis]);
            ends[axis] = end < 0 ? long.MinValue : end;
        }

        if (rank == 0) node.Output("Identity", node.Inputs);
        else node.Output("Slice", [node.Input, node.Integers("starts", starts), node.Integers("ends", ends), node.Integers("axes", Enumerable.Range(0, rank).Select(axis => (long)axis)), node.Integers("steps", steps)]);
    }

    /// <summary>Pad.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void Pad(ExportNode node, Pad layer)
    {
        string mode = layer.Mode switch { PadMode.Reflect => "reflect", PadMode.Edge => "edge", PadMode.Wrap => "wrap", _ => "constant" };
        string pads = node.Integers("pads", layer.Before.Concat(layer.After).Select(count => (long)count));
        node.Output(
            "Pad",
            layer.Mode == PadMode.Constant ? [node.Input, pads, node.Number("value", layer.Value)] : [node.Input, pads],
            ExportAttribute.Text("mode", mode));
    }

    /// <summary>Reshape to the whole shape, zeros included.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">What is viewed under the node's shape.</param>
    public static void Reshape(ExportNode node, string input) => node.Output("Reshape", [input, node.Extents("shape", node.OutputShape)], AllowZero(node.OutputShape));

    /// <summary>Transpose.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void Transpose(ExportNode node, Transpose layer) => node.Output("Transpose", node.Inputs, ExportAttribute.Integers("perm", layer.Permutation));

    /// <summary>Squeeze or Unsqueeze; without axes a copy, for Squeeze would drop every axis of extent 1.</summary>
    /// <param name="node">The node.</param>
    /// <param name="operation">ONNX's name of the operator.</param>
    /// <param name="axes">The axes.</param>
    public static void Axes(ExportNode node, string operation, ImmutableArray<int> axes)
    {
        if (axes.IsEmpty) node.Output("Identity", node.Inputs);
        else node.Output(operation, [node.Input, node.Integers("axes", axes.Select(axis => (long)axis))]);
    }

    /// <summary>The same values under another shape, as an intermediate value.</summary>
    /// <param name="node">The node.</param>
    /// <param name="suffix">Its name after the node's.</param>
    /// <param name="input">What is viewed.</param>
    /// <param name="shape">The shape.</param>
    /// <returns>The tensor that it makes.</returns>
    public static string View(ExportNode node, string suffix, string input, Shape shape) =>
        node.Step(suffix, "Reshape", [input, node.Extents($"{suffix}-shape", shape)], AllowZero(shape));

    // Otherwise ONNX reads a 0 as "the input's extent".
    private static AttributeProto[] AllowZero(Shape shape) => shape.Extents.Contains(0) ? [ExportAttribute.Integer("allowzero", 1)] : [];
}
