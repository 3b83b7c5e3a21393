using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Constants;
using RefCnn.Formats.Onnx.Schema;

namespace RefCnn.Formats.Onnx;

/// <summary>One node of the graph as its importer sees it: what it reads, and what it adds to the network.</summary>
/// <param name="proto">The node.</param>
/// <param name="graph">What tensor names stand for.</param>
/// <param name="tensors">Decodes tensors in attributes.</param>
internal sealed class OnnxNode(NodeProto proto, OnnxGraphContext graph, OnnxTensor tensors)
{
    private readonly OnnxAttributes attributes = new(proto, reason => Fault(proto, graph, reason));

    /// <summary>The operator.</summary>
    public string Operator => proto.OpType;

    /// <summary>The version of ONNX's operator set.</summary>
    public int Opset => graph.Opset;

    /// <summary>The node's parameters.</summary>
    public OnnxAttributes Attributes => attributes;

    /// <summary>Decodes tensors in attributes.</summary>
    public OnnxTensor Tensors => tensors;

    /// <summary>The number of inputs, trailing ones that are left out not counted.</summary>
    public int InputCount => proto.Input.Reverse().SkipWhile(name => name.Length == 0).Count();

    /// <summary>The number of outputs.</summary>
    public int OutputCount => proto.Output.Count;

    /// <summary>Whether an optional input is there.</summary>
    /// <param name="input">Its position.</param>
    public bool HasInput(int input) => input < proto.Input.Count && proto.Input[input].Length > 0;

    /// <summary>Whether anybody asks for an output.</summary>
    /// <param name="output">Its position.</param>
    public bool HasOutput(int output) => output < proto.Output.Count && proto.Output[output].Length > 0;

    /// <summary>The network node of an input.</summary>
    /// <param name="input">Its position.</param>
    public int Node(int input) => graph.NodeOf(Name(input));

    /// <summary>The shape of an input.</summary>
    /// <param name="input">Its position.</param>
    public Shape Shape(int input) => graph.ShapeOf(Name(input));

    /// <summary>The shape of a network node's output.</summary>
    /// <param name="node">The node.</param>
    public Shape ShapeOf(int node) => graph.Builder.ShapeOf(node);

    /// <summary>Whether an input is one of integers or booleans.</summary>
    /// <param name="input">Its position.</param>
    public bool IsIntegral(int input) => graph.IsIntegral(Name(input));

    /// <summary>The value of an input where it is known at import, or null.</summary>
    /// <param name="input">Its position.</param>
    public ConstantValue? Known(int input) => graph.Constant(Name(input));

    /// <summary>The value of an input that must be known at import.</summary>
    /// <param name="input">Its position.</param>
    /// <exception cref="ModelFormatException">It is only known at run time; the message says which inputs to give.</exception>
    public ConstantValue Constant(int input)
    {
        string name = Name(input);
        if (graph.Constant(name) is { } value) return value;
        IReadOnlyList<string> origins = graph.Origins(name);
        string advice = origins.Count == 0 ? string.Empty : $"; give {string.Join(" ", origins.Select(origin => $"--input {origin}=file.npy"))}";
        string derived = origins.Count == 1 && origins[0] == name ? "is an input of the model without a value" : "is computed at run time";
        throw Refuse($"input {input} ('{name}') {derived}; expected one known at import{advice}");
    }

    /// <summary>The value of an optional input that must be known at import, or null where it is left out.</summary>
    /// <param name="input">Its position.</param>
    public ConstantValue? OptionalConstant(int input) => HasInput(input) ? Constant(input) : null;

    /// <summary>The only number of an input that must be known at import.</summary>
    /// <param name="input">Its position.</param>
    public double Single(int input)
    {
        ConstantValue value = Constant(input);
        return value.Shape.Count == 1 ? value.ToDouble()[0] : throw Refuse($"input {input} has shape {value.Shape}; expected a single number");
    }

    /// <summary>An axis counted from the front.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="rank">The number of dimensions.</param>
    public int Axis(long axis, int rank)
    {
        if (axis < -rank || axis >= rank) throw Refuse($"axis {axis} is outside a rank of {rank}; expected {-rank} to {rank - 1}");
        return (int)(axis < 0 ? axis + rank : axis);
    }

    /// <summary>Adds an intermediate step.</summary>
    /// <param name="step">What it is, for its name.</param>
    /// <param name="layer">What it computes.</param>
    /// <param name="inputs">The network nodes that it reads.</param>
    /// <returns>The network node.</returns>
    public int Step(string step, Layer layer, params ReadOnlySpan<int> inputs) =>
        graph.Builder.Add(graph.UniqueName($"{FirstOutput}/{step}"), layer, inputs);

    /// <summary>Adds a number.</summary>
    /// <param name="step">What it is, for its name.</param>
    /// <param name="value">The number.</param>
    /// <returns>The network node.</returns>
    public int Number(string step, double value) => Step(step, new Constant(new Tensor<float>(Core.Shape.Scalar, [(float)value])));

    /// <summary>Adds the layer that makes the first output.</summary>
    /// <param name="layer">What it computes.</param>
    /// <param name="inputs">The network nodes that it reads.</param>
    public void Output(Layer layer, params ReadOnlySpan<int> inputs) => Output(0, layer, inputs);

    /// <summary>Adds the layer that makes an output, under the output's name; nothing where nobody asks for the output.</summary>
    /// <param name="output">Its position.</param>
    /// <param name="layer">What it computes.</param>
    /// <param name="inputs">The network nodes that it reads.</param>
    public void Output(int output, Layer layer, params ReadOnlySpan<int> inputs)
    {
        if (!HasOutput(output)) return;
        string[] read = [.. proto.Input.Where(name => name.Length > 0)];
        bool integral = Operator != "Cast" && read.Length > 0 && read.All(graph.IsIntegral);
        graph.Define(proto.Output[output], graph.Builder.Add(proto.Output[output], layer, inputs), integral, read);
    }

    /// <summary>Gives an output a value that is known at import; nothing where nobody asks for it.</summary>
    /// <param name="output">Its position.</param>
    /// <param name="value">The value.</param>
    public void Output(int output, ConstantValue value)
    {
        if (HasOutput(output)) graph.Define(proto.Output[output], value);
    }

    /// <summary>Computes an output at import; nothing where nobody asks for it.</summary>
    /// <param name="output">Its position.</param>
    /// <param name="shape">The shape that it will have.</param>
    /// <param name="compute">Computes it.</param>
    public void Fold(int output, Shape shape, Func<ConstantValue> compute)
    {
        if (!HasOutput(output)) return;
        graph.DemandComputed(shape, tensors.Decoded);
        Output(output, compute());
    }

    /// <summary>Makes an output from one input by rearranging it: at once where its value is known, else by a layer.</summary>
    /// <param name="output">The output's position.</param>
    /// <param name="layer">The rearrangement.</param>
    /// <param name="input">The input's position.</param>
    public void Rearrange(int output, Layer layer, int input = 0)
    {
        if (Known(input) is { } value && ConstantRearrangement.Applies(layer)) Fold(output, layer.InferShape(value.Shape), () => ConstantRearrangement.Apply(layer, value));
        else Output(output, layer, Node(input));
    }

    /// <summary>Records an assumption.</summary>
    /// <param name="note">One sentence.</param>
    public void Note(string note) => graph.Notes.Add($"{Describe(proto, graph)}: {note}");

    /// <summary>The error that this node cannot be imported.</summary>
    /// <param name="reason">Actual, expected, what to do.</param>
    /// <param name="inner">The failure that led here, if any.</param>
    public ModelFormatException Refuse(string reason, Exception? inner = null) => Fault(proto, graph, reason, inner);

    private string FirstOutput => proto.Output.FirstOrDefault(name => name.Length > 0) ?? Operator;

    private static ModelFormatException Fault(NodeProto proto, OnnxGraphContext graph, string reason, Exception? inner = null) =>
        new(graph.File, Describe(proto, graph), reason, inner);

    private static string Describe(NodeProto proto, OnnxGraphContext graph)
    {
        string name = proto.Name.Length > 0 ? proto.Name : proto.Output.FirstOrDefault(output => output.Length > 0) ?? string.Empty;
        return $"node '{name}' ({proto.OpType}, opset {graph.Opset})";
    }

    private string Name(int input) =>
        HasInput(input) ? proto.Input[input] : throw Refuse($"has no input {input}; the operator requires it");
}
