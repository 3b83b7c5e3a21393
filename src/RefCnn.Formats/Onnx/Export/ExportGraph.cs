using System.Runtime.InteropServices;
using Google.Protobuf;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Schema;
using DataType = RefCnn.Formats.Onnx.Schema.TensorProto.Types.DataType;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Turns a network into an ONNX graph, node by node.</summary>
/// <param name="network">The network.</param>
/// <param name="options">The element type and further outputs.</param>
/// <param name="weights">Where weights go, or null for into the model.</param>
internal sealed class ExportGraph(Network network, OnnxExportOptions options, ExternalWeights? weights)
{
    private readonly GraphProto graph = new() { Name = network.Name };
    private readonly TensorNames names = new(network);
    private readonly Dictionary<string, string> extraOutputs = [];

    /// <summary>The version of ONNX's operators.</summary>
    public int Opset { get; } = network.Nodes.Max(node => LayerExporters.OpsetOf(node.Layer));

    /// <summary>Whether the model's numbers are float16.</summary>
    public bool IsHalf => options.Precision == OnnxPrecision.Float16;

    /// <summary>The element type of the model's numbers.</summary>
    public DataType Element => IsHalf ? DataType.Float16 : DataType.Float;

    /// <summary>The graph output of each further output, by node name.</summary>
    public IReadOnlyDictionary<string, string> ExtraOutputs => extraOutputs;

    /// <summary>Makes the model.</summary>
    /// <exception cref="RefCnnException">A layer cannot be written, or a further output is no node.</exception>
    public ModelProto Build()
    {
        for (int index = 0; index < network.Nodes.Length; index++) AddNode(index);
        foreach (NetworkOutput output in network.Outputs) AddOutput(output);
        foreach (string name in options.ExtraOutputs.IsDefault ? [] : options.ExtraOutputs) AddExtraOutput(name);

        // Opset 19 came with version 9 of the file format; 17 and 18 need version 8.
        var model = new ModelProto { IrVersion = Opset >= 19 ? 9 : 8, ProducerName = "RefCnn", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        return model;
    }

    /// <summary>Adds an ONNX node.</summary>
    /// <param name="node">The node.</param>
    public void Add(NodeProto node) => graph.Node.Add(node);

    /// <summary>A name that no tensor has.</summary>
    /// <param name="wanted">The name if it is free.</param>
    public string UniqueName(string wanted) => names.Unique(wanted);

    /// <summary>Adds numbers in the model's element type.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="values">The numbers.</param>
    /// <exception cref="RefCnnException">A finite number is beyond float16.</exception>
    public void AddNumbers(string name, Tensor<float> values)
    {
        var proto = new TensorProto { Name = name, DataType = Element };
        byte[] data = IsHalf ? MemoryMarshal.AsBytes<Half>(Array.ConvertAll(values.Values, value => ToHalf(name, value))).ToArray() : MemoryMarshal.AsBytes(values.Span).ToArray();
        AddInitializer(proto, values.Shape, data, weights);
    }

    /// <summary>Adds numbers that ONNX wants in float32 whatever the model's element type is.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="values">The numbers.</param>
    public void AddSingles(string name, float[] values) =>
        AddInitializer(new TensorProto { Name = name, DataType = DataType.Float }, new Shape(values.Length), MemoryMarshal.AsBytes<float>(values).ToArray(), null);

    /// <summary>Adds 64-bit integers.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="values">The integers.</param>
    public void AddIntegers(string name, long[] values) =>
        AddInitializer(new TensorProto { Name = name, DataType = DataType.Int64 }, new Shape(values.Length), MemoryMarshal.AsBytes<long>(values).ToArray(), null);

    private void AddInitializer(TensorProto proto, Shape shape, byte[] data, ExternalWeights? file)
    {
        foreach (int extent in shape.Extents) proto.Dims.Add(extent);
        if (file is null || !file.Take(proto, data)) proto.RawData = UnsafeByteOperations.UnsafeWrap(data);
        graph.Initializer.Add(proto);
    }

    private static Half ToHalf(string name, float value)
    {
        var half = (Half)value;
        if (Half.IsInfinity(half) && float.IsFinite(value))
            throw new RefCnnException($"tensor '{name}' holds {value}, which float16 cannot; its largest number is 65504: export as float32");
        return half;
    }

    private void AddNode(int index)
    {
        Node node = network.Nodes[index];
        string name = names.Of(index);
        if (node.Layer is Input) graph.Input.Add(Describe(name, network.Shapes[index]));
        else if (node.Layer is Constant constant) AddNumbers(name, constant.Value);
        else LayerExporters.Export(new ExportNode(this, node, name, [.. node.Inputs.Select(names.Of)], network.InputShapes(index), network.Shapes[index]));
    }

    private void AddOutput(NetworkOutput output)
    {
        string made = names.Of(output.Node);
        if (made != output.Name) AddIdentity(made, output.Name);
        graph.Output.Add(Describe(output.Name, network.Shapes[output.Node]));
    }

    private void AddExtraOutput(string name)
    {
        int index = network.IndexOf(name);
        if (index < 0) throw new RefCnnException($"network '{network.Name}' has no node '{name}' to make an output of");
        string tensor = names.Of(index);
        if (network.Nodes[index].Layer is Input or Constant)
        {
            string copy = names.Unique($"{tensor}/value");
            AddIdentity(tensor, copy);
            tensor = copy;
        }

        if (!extraOutputs.TryAdd(name, tensor) || graph.Output.Any(output => output.Name == tensor)) return;
        graph.Output.Add(Describe(tensor, network.Shapes[index]));
    }

    private void AddIdentity(string from, string to)
    {
        var node = new NodeProto { Name = to, OpType = "Identity" };
        node.Input.Add(from);
        node.Output.Add(to);
        graph.Node.Add(node);
    }

    private ValueInfoProto Describe(string name, Shape shape)
    {
        var extents = new TensorShapeProto();
        foreach (int extent in shape.Extents) extents.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = extent });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = Element, Shape = extents } } };
    }
}
