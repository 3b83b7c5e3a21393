using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Torch7;

/// <summary>Applies modules one within another. A module reads and gives one node, or several where Torch has a table.</summary>
/// <param name="file">The file, for messages.</param>
/// <param name="builder">The network so far.</param>
internal sealed class TorchModule(string file, NetworkBuilder builder)
{
    private const int DeepestNesting = 100;

    private int depth;

    /// <summary>The network so far.</summary>
    public NetworkBuilder Builder => builder;

    /// <summary>Applies a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="place">Where it is: the numbers of the modules that contain it, and its own.</param>
    /// <param name="inputs">What it reads.</param>
    /// <returns>What it gives.</returns>
    /// <exception cref="ModelFormatException">It cannot be imported.</exception>
    public int[] Apply(TorchObject module, string place, int[] inputs)
    {
        string kind = module.Type[(module.Type.LastIndexOf('.') + 1)..];
        ModelFormatException Fault(string reason) => new(file, $"module {(place.Length == 0 ? "at the top" : place)} ({module.Type})", reason);
        if (++depth > DeepestNesting) throw Fault($"is nested more than {DeepestNesting} deep");
        var members = new TorchMembers(module, Fault);
        try
        {
            return kind switch
            {
                "Sequential" => members.Modules().Select((inner, i) => (inner, i)).Aggregate(inputs, (reads, next) => Apply(next.inner, Below(place, next.i), reads)),
                "DataParallelTable" => members.Modules() is [TorchObject first, ..] ? Apply(first, Below(place, 0), inputs) : throw Fault("contains no module"),
                "ConcatTable" => [.. members.Modules().SelectMany((inner, i) => Apply(inner, Below(place, i), inputs))],
                "ParallelTable" => Parallel(members.Modules(), place, inputs, Fault),
                "Concat" => [Add(place, kind, new Concat(members.Whole("dimension") - 1), [.. members.Modules().Select((inner, i) => Only(Apply(inner, Below(place, i), inputs), Fault))])],
                "FlattenTable" => inputs,
                "SelectTable" => [Selected(inputs, members.Whole("index"), Fault)],
                "gModule" => throw Fault("is a graph of nnGraph, whose connections are Lua objects; export the model to ONNX, or rebuild it of containers"),
                _ => [TorchLayers.Apply(this, new TorchCall(kind, place, members, inputs, Fault))],
            };
        }
        catch (Exception fault) when (fault is RefCnnException and not ModelFormatException or OverflowException)
        {
            throw Fault(fault is OverflowException ? "has an extent beyond 2³¹" : fault.Message);
        }
        finally
        {
            depth--;
        }
    }

    /// <summary>Adds the node of a module.</summary>
    /// <param name="place">Where the module is.</param>
    /// <param name="step">Its class, or what a step of it does.</param>
    /// <param name="layer">What it computes.</param>
    /// <param name="reads">The nodes that it reads.</param>
    public int Add(string place, string step, Layer layer, params ReadOnlySpan<int> reads) => builder.Add(place.Length == 0 ? step : $"{place}.{step}", layer, reads);

    private static string Below(string place, int index) => place.Length == 0 ? $"{index + 1}" : $"{place}.{index + 1}";

    private static int Only(int[] nodes, Func<string, ModelFormatException> fault) => nodes is [int node] ? node : throw fault($"joins a table of {nodes.Length}; expected single tensors");

    private static int Selected(int[] inputs, int index, Func<string, ModelFormatException> fault)
    {
        int position = index < 0 ? inputs.Length + index : index - 1;
        return position >= 0 && position < inputs.Length ? inputs[position] : throw fault($"selects {index} of {inputs.Length}");
    }

    private int[] Parallel(IReadOnlyList<TorchObject> modules, string place, int[] inputs, Func<string, ModelFormatException> fault)
    {
        if (modules.Count != inputs.Length) throw fault($"has {modules.Count} modules for a table of {inputs.Length}; expected as many");
        return [.. modules.SelectMany((inner, i) => Apply(inner, Below(place, i), [inputs[i]]))];
    }
}
