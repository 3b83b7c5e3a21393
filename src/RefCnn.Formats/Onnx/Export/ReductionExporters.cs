using System.Collections.Immutable;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Schema;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Writes reductions.</summary>
internal static class ReductionExporters
{
    /// <summary>ReduceMean, ReduceSum, ReduceProd, ReduceMax, ReduceMin or ReduceL2. Without axes, which ONNX reads as all, a copy, or Abs for the norm.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void Reduce(ExportNode node, Reduce layer)
    {
        if (layer.Axes.IsEmpty)
        {
            node.Output(layer.Function == ReduceFunction.L2 ? "Abs" : "Identity", node.Inputs);
            return;
        }

        string operation = layer.Function == ReduceFunction.Product ? "ReduceProd" : $"Reduce{layer.Function}";
        (string[] operands, AttributeProto[] attributes) = Arguments(node, operation, node.Input, layer.Axes, layer.KeepDimensions);
        node.Output(operation, operands, attributes);
    }

    /// <summary>A reduction that keeps its axes with extent 1, as an intermediate value.</summary>
    /// <param name="node">The node.</param>
    /// <param name="suffix">Its name after the node's.</param>
    /// <param name="operation">ONNX's name of the operator.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="axes">The axes.</param>
    /// <returns>The tensor that it makes.</returns>
    public static string Step(ExportNode node, string suffix, string operation, string input, ImmutableArray<int> axes)
    {
        (string[] operands, AttributeProto[] attributes) = Arguments(node, operation, input, axes, true);
        return node.Step(suffix, operation, operands, attributes);
    }

    // Axes are an input of ReduceSum from opset 13 on, and of the others from 18 on; before that an attribute.
    private static (string[] Operands, AttributeProto[] Attributes) Arguments(ExportNode node, string operation, string input, ImmutableArray<int> axes, bool keep)
    {
        AttributeProto keeps = ExportAttribute.Integer("keepdims", keep ? 1 : 0);
        return operation == "ReduceSum" || node.Opset >= 18
            ? ([input, node.Integers("axes", axes.Select(axis => (long)axis))], [keeps])
            : ([input], [ExportAttribute.Integers("axes", axes), keeps]);
    }
}
