using Google.Protobuf;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Operators;
using RefCnn.Formats.Onnx.Schema;

namespace RefCnn.Formats.Onnx;

/// <summary>Imports ONNX models: walks the nodes in order, folds what is known, and makes a layer or several of each other node.</summary>
internal static class OnnxImporter
{
    /// <summary>The newest operator set whose definitions were read for this importer.</summary>
    public const int NewestOpset = 25;

    /// <summary>Whether a file begins as ONNX models do: a small format version, then another field of the model.</summary>
    /// <param name="head">The first bytes.</param>
    public static bool Recognizes(ReadOnlySpan<byte> head) =>
        head.Length > 2 && head[0] == 0x08 && head[1] is >= 1 and <= 20 && head[2] is 0x12 or 0x1A or 0x22 or 0x28 or 0x32 or 0x3A or 0x42;

    /// <summary>Imports a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Shapes and values of inputs.</param>
    /// <exception cref="ModelFormatException">The file cannot be read, or has something that cannot be imported.</exception>
    public static ImportedModel Load(string path, ImportOptions options)
    {
        if (options.WeightsPath is not null) throw new ModelFormatException(path, null, "an ONNX model has its weights in itself; leave out --weights");
        try
        {
            OnnxFile file = OnnxFile.Read(path);
            return Import(file.Model, path, options, file.RawData, file.Size);
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new ModelFormatException(path, null, "is not an ONNX model, or is damaged", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, null, $"cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Imports a model that is in memory.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">Where it is from: names the network, and external data lie beside it.</param>
    /// <param name="options">Shapes and values of inputs.</param>
    /// <exception cref="ModelFormatException">The model has something that cannot be imported.</exception>
    public static ImportedModel Import(ModelProto model, string path, ImportOptions options) => Import(model, path, options, [], model.CalculateSize());

    private static ImportedModel Import(ModelProto model, string path, ImportOptions options, IReadOnlyList<FilePart?> rawData, long size)
    {
        if (model.Graph is not { } graph) throw new ModelFormatException(path, null, "is not an ONNX model: it has no graph");
        List<NodeProto> nodes = NodeOrder.Of(path, graph);
        var builder = new NetworkBuilder(Path.GetFileNameWithoutExtension(path));
        var context = new OnnxGraphContext(path, OpsetOf(model), builder, TensorNames(graph), size);
        var tensors = new OnnxTensor(Path.GetDirectoryName(Path.GetFullPath(path)));
        if (context.Opset > NewestOpset) context.Notes.Add($"opset {context.Opset} is newer than {NewestOpset}; operators that changed since are read as {NewestOpset} defines them");

        DefineInitializers(graph, context, tensors, rawData);
        new GraphInputs(graph, options, context).Define(ConstantDemand.Of(nodes));
        foreach (NodeProto node in nodes) ImportNode(node, context, tensors);
        foreach (ValueInfoProto output in graph.Output) DeclareOutput(output.Name, context);
        try
        {
            return new ImportedModel(builder.Build(), [.. context.Notes]);
        }
        catch (NetworkException fault)
        {
            throw new ModelFormatException(path, null, fault.Message, fault);
        }
    }

    private static void ImportNode(NodeProto proto, OnnxGraphContext context, OnnxTensor tensors)
    {
        var node = new OnnxNode(proto, context, tensors);
        if (proto.Domain is not ("" or "ai.onnx")) throw node.Refuse($"is of the domain '{proto.Domain}'; expected one of ONNX's own operators");
        string? missing = proto.Input.FirstOrDefault(name => name.Length > 0 && !context.IsDefined(name));
        if (missing is not null) throw node.Refuse($"reads '{missing}', which nothing makes");
        OperatorEntry entry = OperatorTable.Find(proto.OpType) ?? throw node.Refuse("the operator is not supported");
        try
        {
            entry.Import(node);
        }
        catch (Exception fault) when (fault is RefCnnException and not ModelFormatException or OverflowException)
        {
            throw node.Refuse(fault is OverflowException ? "has an extent beyond 2³¹" : fault.Message, fault);
        }
    }

    private static void DefineInitializers(GraphProto graph, OnnxGraphContext context, OnnxTensor tensors, IReadOnlyList<FilePart?> rawData)
    {
        for (int i = 0; i < graph.Initializer.Count; i++)
        {
            TensorProto initializer = graph.Initializer[i];
            if (context.IsDefined(initializer.Name)) throw new ModelFormatException(context.File, null, $"two initialisers are named '{initializer.Name}'");
            try
            {
                context.Define(initializer.Name, tensors.Decode(initializer, i < rawData.Count ? rawData[i] : null));
            }
            catch (RefCnnException fault)
            {
                throw new ModelFormatException(context.File, null, fault.Message, fault);
            }
        }
    }

    // An output that is an input or a constant gets a node of its own, so that every output is computed.
    private static void DeclareOutput(string name, OnnxGraphContext context)
    {
        if (!context.IsDefined(name)) throw new ModelFormatException(context.File, null, $"output '{name}' is made by no node");
        int node = context.NodeOf(name);
        if (context.Builder.Nodes[node].Layer is Input or Constant)
            node = context.Builder.Add(context.UniqueName($"{name}/output"), new Identity(), node);
        context.Builder.Output(name, node);
    }

    private static int OpsetOf(ModelProto model)
    {
        long version = model.OpsetImport.FirstOrDefault(opset => opset.Domain is "" or "ai.onnx")?.Version ?? 1;
        return (int)Math.Clamp(version, 1, int.MaxValue);
    }

    private static IEnumerable<string> TensorNames(GraphProto graph) =>
        graph.Input.Select(input => input.Name)
            .Concat(graph.Initializer.Select(tensor => tensor.Name))
            .Concat(graph.Node.SelectMany(node => node.Output));
}
