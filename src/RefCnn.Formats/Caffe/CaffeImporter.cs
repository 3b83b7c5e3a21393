using System.Text;
using Google.Protobuf.Reflection;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Caffe.Layers;
using RefCnn.Formats.Caffe.Schema;
using RefCnn.Formats.TextProto;
using RefCnn.Serialization;

namespace RefCnn.Formats.Caffe;

/// <summary>Imports Caffe's nets: a prototxt, with the blobs of a .caffemodel.</summary>
internal static class CaffeImporter
{
    private static readonly string[] FirstFields = ["name", "input", "input_dim", "input_shape", "layer", "layers", "state", "force_backward"];

    /// <summary>Whether a file begins as prototxts of nets do: comments, then a field of a net.</summary>
    /// <param name="head">The first bytes.</param>
    public static bool Recognizes(ReadOnlySpan<byte> head)
    {
        try
        {
            TextToken first = new TextTokenizer(System.Text.Encoding.UTF8.GetString(head)).Next();
            return first.Kind == TextTokenKind.Identifier && FirstFields.Contains(first.Text);
        }
        catch (TextProtoException)
        {
            return false;
        }
    }

    /// <summary>Imports a net.</summary>
    /// <param name="path">The prototxt.</param>
    /// <param name="options">Shapes of inputs, and the .caffemodel.</param>
    /// <exception cref="ModelFormatException">A file cannot be read, or has something that cannot be imported.</exception>
    public static ImportedModel Load(string path, ImportOptions options)
    {
        try
        {
            CaffeWeights? weights = options.WeightsPath is null ? null : CaffeWeights.Load(options.WeightsPath);
            return Import(Encoding.UTF8.GetString(InputFile.ReadAll(path)), path, weights, options);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, null, $"cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Imports a net that is in memory.</summary>
    /// <param name="text">The prototxt's text.</param>
    /// <param name="path">Where it is from, for messages.</param>
    /// <param name="weights">The stored blobs, or null.</param>
    /// <param name="options">Shapes of inputs.</param>
    /// <exception cref="ModelFormatException">The net has something that cannot be imported.</exception>
    public static ImportedModel Import(string text, string path, CaffeWeights? weights, ImportOptions options)
    {
        var net = new NetParameter();
        var skipped = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            TextProtoReader.Read(text, net, (message, field) => IsSkipped(message, field, skipped));
        }
        catch (TextProtoException fault)
        {
            throw new ModelFormatException(path, null, fault.Message, fault);
        }

        string name = net.Name.Length > 0 ? net.Name : Path.GetFileNameWithoutExtension(path);
        var graph = new CaffeGraph(path, new NetworkBuilder(name), weights);
        if (skipped.Count > 0) graph.Notes.Add($"fields that say nothing about inference, or are not known, were skipped: {string.Join(", ", skipped)}");
        return Import(net, graph, new InputShapes(path, options));
    }

    private static ImportedModel Import(NetParameter net, CaffeGraph graph, InputShapes shapes)
    {
        var inputs = new CaffeInputs(graph, shapes);
        inputs.DefineFields(net);
        foreach (LayerParameter layer in CaffeUpgrade.Layers(net, graph.File).Where(layer => CaffePhase.Includes(layer, net.State)))
        {
            if (CaffeInputs.IsInput(layer)) inputs.DefineLayer(layer);
            else ImportLayer(layer, graph);
        }

        shapes.RefuseOthers();
        foreach (string blob in graph.Unread) DeclareOutput(blob, graph);
        try
        {
            return new ImportedModel(graph.Builder.Build(), [.. graph.Notes]);
        }
        catch (NetworkException fault)
        {
            throw new ModelFormatException(graph.File, null, fault.Message, fault);
        }
    }

    // An input that nothing reads is no output; one under another name gets a node of its own, so that every output is computed.
    private static void DeclareOutput(string blob, CaffeGraph graph)
    {
        int node = graph.Node(blob);
        bool isInput = graph.Builder.Nodes[node].Layer is Input;
        if (isInput && graph.Builder.Nodes[node].Name == blob) return;
        graph.Builder.Output(blob, isInput ? graph.Builder.Add(graph.UniqueName(blob), new Identity(), node) : node);
    }

    private static void ImportLayer(LayerParameter parameters, CaffeGraph graph)
    {
        if (LayerTable.IsForTraining(parameters.Type) || parameters.Bottom.Any(graph.IsAbsent))
        {
            graph.Notes.Add($"layer '{parameters.Name}' ({parameters.Type}) is for training or scoring only and was dropped");
            if (parameters.Type == "Silence") foreach (string blob in parameters.Bottom) graph.MarkRead(blob);
            foreach (string top in parameters.Top) graph.DefineAbsent(top);
            return;
        }

        Action<CaffeLayer> import = LayerTable.Find(parameters.Type)
            ?? throw CaffeLayer.Fault(graph.File, parameters, $"the layer type is not supported; supported are {LayerTable.Names}");
        string? missing = parameters.Bottom.FirstOrDefault(blob => !graph.Has(blob));
        if (missing is not null) throw CaffeLayer.Fault(graph.File, parameters, $"reads the blob '{missing}', which nothing before it makes");
        var layer = new CaffeLayer(parameters, graph);
        foreach (string blob in parameters.Bottom) graph.MarkRead(blob);
        try
        {
            import(layer);
        }
        catch (Exception fault) when (fault is RefCnnException and not ModelFormatException or OverflowException)
        {
            throw layer.Refuse(fault is OverflowException ? "has an extent beyond 2³¹" : fault.Message, fault);
        }
    }

    // A layer's type decides what it needs; other messages beside it say how to train or how to fetch data. Within a message nothing is skipped.
    private static bool IsSkipped(MessageDescriptor message, string field, SortedSet<string> skipped)
    {
        bool isOuter = message == NetParameter.Descriptor || message == LayerParameter.Descriptor || message == V1LayerParameter.Descriptor;
        if (isOuter) skipped.Add(field);
        return isOuter || message == V0LayerParameter.Descriptor;
    }
}
