using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Torch7;

/// <summary>Applies modules one within another. A module reads and gives one node, or several where Torch has a table.</summary>
/// <param name="file">The file, for messages.</param>
/// <param name="builder">The network so far.</param>
internal sealed class TorchModule(string file, NetworkBuilder builder)
{
    private static readonly SortedDictionary<string, Func<TorchModule, TorchCall, int[]>> Containers = new(StringComparer.Ordinal)
    {
        ["Sequential"] = (graph, call) => call.Members.Modules().Select((inner, i) => (inner, i)).Aggregate(call.Inputs, (reads, next) => graph.Apply(next.inner, Below(call, next.i), reads)),
        ["DataParallelTable"] = (graph, call) => call.Members.Modules() is [TorchObject first, ..] ? graph.Apply(first, Below(call, 0), call.Inputs) : throw call.Fault("contains no module"),
        ["ConcatTable"] = (graph, call) => [.. call.Members.Modules().SelectMany((inner, i) => graph.Apply(inner, Below(call, i), call.Inputs))],
        ["ParallelTable"] = Parallel,
        ["Concat"] = (graph, call) =>
            [graph.Add(call.Place, call.Kind, new Concat(call.Members.Whole("dimension") - 1), [.. call.Members.Modules().Select((inner, i) => Only(call, graph.Apply(inner, Below(call, i), call.Inputs)))])],
        ["FlattenTable"] = (_, call) => call.Inputs,
        ["SelectTable"] = (_, call) => [Selected(call, call.Members.Whole("index"))],
        ["gModule"] = (_, call) => throw call.Fault("is a graph of nnGraph, whose connections are Lua objects; export the model to ONNX, or rebuild it of containers"),
    };

    private int depth;
    private long applied;

    /// <summary>All classes that have an entry, refused ones among them.</summary>
    public static IEnumerable<string> Types => Containers.Keys.Concat(TorchLayers.Types);

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
        if (++depth > Limits.Current.Nesting) throw Fault($"is nested more than {Limits.Current.Nesting} deep (--limit nesting=N sets another limit)");
        try
        {
            var call = new TorchCall(kind, place, new TorchMembers(module, Fault), inputs, Fault);
            int[] outputs = Containers.TryGetValue(kind, out Func<TorchModule, TorchCall, int[]>? apply) ? apply(this, call) : [TorchLayers.Apply(this, call)];

            // Modules may be shared: few of them can stand for any number of applications, and of outputs that are no nodes of their own.
            applied += 1 + outputs.Length;
            Limits.Current.Demand("nodes", applied, "modules are applied, and make outputs,", "times in all");
            return outputs;
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

    /// <summary>Adds the only node of a module that reads one.</summary>
    /// <param name="call">The module.</param>
    /// <param name="layer">What it computes.</param>
    public int Add(TorchCall call, Layer layer) => Add(call.Place, call.Kind, layer, call.Input);

    /// <summary>Adds a node of a module.</summary>
    /// <param name="place">Where the module is.</param>
    /// <param name="step">Its class, or what a step of it does.</param>
    /// <param name="layer">What it computes.</param>
    /// <param name="reads">The nodes that it reads.</param>
    public int Add(string place, string step, Layer layer, params ReadOnlySpan<int> reads) => builder.Add(place.Length == 0 ? step : $"{place}.{step}", layer, reads);

    private static string Below(TorchCall call, int index) => call.Place.Length == 0 ? $"{index + 1}" : $"{call.Place}.{index + 1}";

    private static int Only(TorchCall call, int[] nodes) => nodes is [int node] ? node : throw call.Fault($"joins a table of {nodes.Length}; expected single tensors");

    private static int Selected(TorchCall call, int index)
    {
        int position = index < 0 ? call.Inputs.Length + index : index - 1;
        return position >= 0 && position < call.Inputs.Length ? call.Inputs[position] : throw call.Fault($"selects {index} of {call.Inputs.Length}");
    }

    private static int[] Parallel(TorchModule graph, TorchCall call)
    {
        IReadOnlyList<TorchObject> modules = call.Members.Modules();
        if (modules.Count != call.Inputs.Length) throw call.Fault($"has {modules.Count} modules for a table of {call.Inputs.Length}; expected as many");
        return [.. modules.SelectMany((inner, i) => graph.Apply(inner, Below(call, i), [call.Inputs[i]]))];
    }
}
