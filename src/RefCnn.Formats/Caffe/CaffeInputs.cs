using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Caffe.Schema;

namespace RefCnn.Formats.Caffe;

/// <summary>The inputs of a net in all their spellings: fields of the net (input with input_shape or input_dim), Input layers, and layers that fetch data.</summary>
/// <param name="graph">Receives the inputs.</param>
/// <param name="given">Shapes that the user gives.</param>
internal sealed class CaffeInputs(CaffeGraph graph, InputShapes given)
{
    /// <summary>The types of layers that fetch data: their first blob is an input, the others are labels.</summary>
    private static readonly HashSet<string> DataTypes = ["Data", "ImageData", "HDF5Data", "WindowData", "MemoryData", "DummyData", "AnnotatedData", "VideoData"];

    /// <summary>The types of layers that stand for inputs.</summary>
    public static IEnumerable<string> Types => DataTypes.Prepend("Input");

    /// <summary>Whether a layer stands for inputs.</summary>
    /// <param name="layer">The layer.</param>
    public static bool IsInput(LayerParameter layer) => layer.Type == "Input" || DataTypes.Contains(layer.Type);

    /// <summary>Adds the inputs that are fields of the net.</summary>
    /// <param name="net">The net.</param>
    /// <exception cref="ModelFormatException">The shapes are not as many as the inputs.</exception>
    public void DefineFields(NetParameter net)
    {
        int inputs = net.Input.Count;
        if (net.InputShape.Count > 0 && net.InputDim.Count > 0) throw Fault("has input_shape and input_dim; expected one of them");
        if (net.InputShape.Count > 0 && net.InputShape.Count != inputs) throw Fault($"has {net.InputShape.Count} input_shape for {inputs} input; expected one each");
        if (net.InputDim.Count > 0 && net.InputDim.Count != 4 * inputs) throw Fault($"has {net.InputDim.Count} input_dim for {inputs} input; expected four each");
        for (int i = 0; i < inputs; i++)
        {
            long[]? extents = net.InputShape.Count > 0 ? [.. net.InputShape[i].Dim] : net.InputDim.Count > 0 ? [.. net.InputDim.Skip(4 * i).Take(4)] : null;
            Define(net.Input[i], extents);
        }
    }

    /// <summary>Adds the inputs that a layer stands for.</summary>
    /// <param name="layer">The layer.</param>
    public void DefineLayer(LayerParameter layer)
    {
        if (layer.Type == "Input")
        {
            long[][] shapes = [.. (layer.InputParam?.Shape ?? []).Select(shape => shape.Dim.ToArray())];
            if (shapes.Length > 1 && shapes.Length != layer.Top.Count)
                throw CaffeLayer.Fault(graph.File, layer, $"has {shapes.Length} shapes for {layer.Top.Count} blobs; expected one, or one each");
            for (int i = 0; i < layer.Top.Count; i++) Define(layer.Top[i], shapes.Length == 0 ? null : shapes[shapes.Length == 1 ? 0 : i]);
            return;
        }

        if (layer.Top.Count == 0) throw CaffeLayer.Fault(graph.File, layer, "makes no blob; expected one or more");
        Define(layer.Top[0], Declared(layer));
        graph.Notes.Add($"layer '{layer.Name}' ({layer.Type}) became the input '{layer.Top[0]}'");
        foreach (string label in layer.Top.Skip(1)) graph.DefineAbsent(label);
    }

    private static long[]? Declared(LayerParameter layer)
    {
        if (layer.MemoryDataParam is { } memory) return [memory.BatchSize, memory.Channels, memory.Height, memory.Width];
        if (layer.DummyDataParam is not { } dummy) return null;
        if (dummy.Shape.Count > 0) return [.. dummy.Shape[0].Dim];
        return dummy.Num.Count > 0 && dummy.Channels.Count > 0 && dummy.Height.Count > 0 && dummy.Width.Count > 0
            ? [dummy.Num[0], dummy.Channels[0], dummy.Height[0], dummy.Width[0]]
            : null;
    }

    private void Define(string name, long[]? extents)
    {
        if (extents is not null && (extents.Length > Shape.MaximumRank || extents.Any(extent => extent is < 1 or > int.MaxValue)))
            throw Fault($"input '{name}' has the shape {string.Join('×', extents)}; expected up to {Shape.MaximumRank} extents of 1 or more");
        try
        {
            Shape? declared = extents is null ? null : new Shape([.. extents.Select(extent => (int)extent)]);
            graph.Define(name, graph.Builder.Add(graph.UniqueName(name), new Input(given.Of(name, declared))));
        }
        catch (RefCnnException fault) when (fault is not ModelFormatException)
        {
            throw new ModelFormatException(graph.File, null, $"input '{name}': {fault.Message}", fault);
        }
    }

    private ModelFormatException Fault(string reason) => new(graph.File, null, reason);
}
