using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Formats.Onnx.Schema;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>One node of a network on its way to ONNX: what an exporter of a layer kind reads, and where it writes.</summary>
/// <param name="graph">The graph.</param>
/// <param name="node">The node.</param>
/// <param name="output">The tensor that it must make.</param>
/// <param name="inputs">The tensors that it reads.</param>
/// <param name="inputShapes">Their shapes.</param>
/// <param name="outputShape">The shape that it must make.</param>
internal sealed class ExportNode(ExportGraph graph, Node node, string output, ImmutableArray<string> inputs, Shape[] inputShapes, Shape outputShape)
{
    /// <summary>The node.</summary>
    public Node Node => node;

    /// <summary>The first tensor that it reads.</summary>
    public string Input => inputs[0];

    /// <summary>The tensors that it reads.</summary>
    public string[] Inputs => [.. inputs];

    /// <summary>The shape of the first tensor that it reads.</summary>
    public Shape Shape => inputShapes[0];

    /// <summary>The shape that it must make.</summary>
    public Shape OutputShape => outputShape;

    /// <summary>The version of ONNX's operators.</summary>
    public int Opset => graph.Opset;

    /// <summary>The smallest positive normal number of the model's element type.</summary>
    public float SmallestNormal => graph.IsHalf ? (float)BitConverter.UInt16BitsToHalf(0x0400) : 1.17549435e-38f;

    /// <summary>The number that ONNX gives the model's element type.</summary>
    public int ElementNumber => (int)graph.Element;

    /// <summary>Adds the ONNX node that makes the result.</summary>
    /// <param name="operation">ONNX's name of the operator.</param>
    /// <param name="operands">What it reads; an empty name for an input that is left out.</param>
    /// <param name="attributes">Its attributes.</param>
    public void Output(string operation, string[] operands, params ReadOnlySpan<AttributeProto> attributes) =>
        Add(node.Name, operation, operands, [output], attributes);

    /// <summary>Adds an ONNX node that makes an intermediate value.</summary>
    /// <param name="suffix">Its name after the node's.</param>
    /// <param name="operation">ONNX's name of the operator.</param>
    /// <param name="operands">What it reads.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>The tensor that it makes.</returns>
    public string Step(string suffix, string operation, string[] operands, params ReadOnlySpan<AttributeProto> attributes)
    {
        string made = Fresh(suffix);
        Add(made, operation, operands, [made], attributes);
        return made;
    }

    /// <summary>Adds an ONNX node of which the second result is wanted.</summary>
    /// <param name="suffix">Its name after the node's.</param>
    /// <param name="operation">ONNX's name of the operator.</param>
    /// <param name="operands">What it reads.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>The second tensor that it makes.</returns>
    public string SecondOf(string suffix, string operation, string[] operands, params ReadOnlySpan<AttributeProto> attributes)
    {
        string first = Fresh("unused"), second = Fresh(suffix);
        Add(second, operation, operands, [first, second], attributes);
        return second;
    }

    /// <summary>Adds a trained tensor or another one in the model's element type.</summary>
    /// <param name="suffix">Its name after the node's.</param>
    /// <param name="values">Its values.</param>
    /// <returns>Its name.</returns>
    public string Numbers(string suffix, Tensor<float> values)
    {
        string name = Fresh(suffix);
        graph.AddNumbers(name, values);
        return name;
    }

    /// <summary>Adds one number in the model's element type.</summary>
    /// <param name="suffix">Its name after the node's.</param>
    /// <param name="value">The number.</param>
    /// <returns>Its name.</returns>
    public string Number(string suffix, double value) => Numbers(suffix, new Tensor<float>(Shape.Scalar, [(float)value]));

    /// <summary>Adds numbers that are float32 in every model.</summary>
    /// <param name="suffix">Their name after the node's.</param>
    /// <param name="values">The numbers.</param>
    /// <returns>Their name.</returns>
    public string Singles(string suffix, IEnumerable<double> values)
    {
        string name = Fresh(suffix);
        graph.AddSingles(name, [.. values.Select(value => (float)value)]);
        return name;
    }

    /// <summary>Adds 64-bit integers.</summary>
    /// <param name="suffix">Their name after the node's.</param>
    /// <param name="values">The integers.</param>
    /// <returns>Their name.</returns>
    public string Integers(string suffix, params IEnumerable<long> values)
    {
        string name = Fresh(suffix);
        graph.AddIntegers(name, [.. values]);
        return name;
    }

    /// <summary>Adds the extents of a shape.</summary>
    /// <param name="suffix">Their name after the node's.</param>
    /// <param name="shape">The shape.</param>
    /// <returns>Their name.</returns>
    public string Extents(string suffix, Shape shape) => Integers(suffix, shape.Extents.ToArray().Select(extent => (long)extent));

    /// <summary>The refusal of this node.</summary>
    /// <param name="reason">What ONNX cannot say, and what to do.</param>
    public RefCnnException Refuse(string reason) => new($"node '{node.Name}' ({node.Layer.Kind}) cannot be written as ONNX: {reason}");

    private string Fresh(string suffix) => graph.UniqueName($"{node.Name}/{suffix}");

    private void Add(string name, string operation, string[] operands, string[] results, ReadOnlySpan<AttributeProto> attributes)
    {
        var proto = new NodeProto { Name = name, OpType = operation };
        proto.Input.AddRange(operands);
        proto.Output.AddRange(results);
        proto.Attribute.AddRange(attributes.ToArray());
        graph.Add(proto);
    }
}
