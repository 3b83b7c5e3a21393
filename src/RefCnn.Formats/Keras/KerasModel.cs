using System.Text.Json;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Keras.Layers;

namespace RefCnn.Formats.Keras;

/// <summary>Walks a model: the calls of its layers in an order in which each reads what is there. A layer that is a model itself is walked within.</summary>
internal sealed class KerasModel
{
    private readonly KerasSource file;
    private readonly KerasGraph graph;
    private readonly InputShapes shapes;

    // The layer that is being called, after the models that it lies in.
    private readonly List<string> path = [];

    private KerasModel(KerasSource file, KerasGraph graph, InputShapes shapes)
    {
        this.file = file;
        this.graph = graph;
        this.shapes = shapes;
    }

    /// <summary>Imports a model.</summary>
    /// <param name="model">Its configuration.</param>
    /// <param name="file">The file with its weights.</param>
    /// <param name="graph">Receives the network.</param>
    /// <param name="shapes">Shapes that the user gives.</param>
    /// <exception cref="ModelFormatException">The model has something that cannot be imported.</exception>
    public static ImportedModel Import(JsonElement model, KerasSource file, KerasGraph graph, InputShapes shapes)
    {
        (string Name, KerasTensor Tensor)[] outputs = new KerasModel(file, graph, shapes).Walk(model, null);
        shapes.RefuseOthers();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, KerasTensor tensor) in outputs)
        {
            string unique = name;
            for (int number = 1; !names.Add(unique); number++) unique = $"{name}_{number}";
            int node = tensor.Natural;
            if (graph.Builder.Nodes[node].Layer is Input) node = graph.Builder.Add(graph.UniqueName($"{name}/output"), new Identity(), node);
            graph.Builder.Output(unique, node);
        }

        return new ImportedModel(graph.Builder.Build(), [.. graph.Notes]);
    }

    private (string Name, KerasTensor Tensor)[] Walk(JsonElement model, KerasTensor[]? given)
    {
        string type = TypeOf(model);
        JsonElement config = model.TryGetProperty("config", out JsonElement found) ? found : throw Fault("has a model without a config");
        if (type == "Sequential") return [Sequential(config, given)];
        return type is "Model" or "Functional" ? Functional(config, given) : throw Fault($"is a model of the class '{type}'; expected Sequential, Model or Functional");
    }

    private (string Name, KerasTensor Tensor) Sequential(JsonElement config, KerasTensor[]? given)
    {
        JsonElement layers = config.ValueKind == JsonValueKind.Array ? config : config.TryGetProperty("layers", out JsonElement list) ? list : throw Fault("has a sequential model without layers");
        (string Name, KerasTensor Tensor)? last = given is null ? null : ("input", given[0]);
        foreach (JsonElement layer in layers.EnumerateArray())
        {
            string name = NameOf(layer);
            if (TypeOf(layer) == "InputLayer")
            {
                last ??= (name, DefineInput(name, layer.GetProperty("config")));
                continue;
            }

            last ??= (name, DefineInput($"{name}_input", layer.GetProperty("config")));
            last = (name, Call(layer, name, [last.Value.Tensor])[0]);
        }

        return last ?? throw Fault("has a sequential model without layers");
    }

    private (string Name, KerasTensor Tensor)[] Functional(JsonElement config, KerasTensor[]? given)
    {
        var tensors = new Dictionary<KerasReference, KerasTensor>();
        KerasReference[] inputs = References(config, "input_layers"), outputs = References(config, "output_layers");
        if (given is not null && given.Length != inputs.Length) throw Fault($"calls a model of {inputs.Length} inputs with {given.Length}");
        var calls = new List<(JsonElement Layer, int Number, KerasReference[] Reads)>();
        foreach (JsonElement layer in config.GetProperty("layers").EnumerateArray())
        {
            string name = NameOf(layer);
            if (TypeOf(layer) == "InputLayer")
            {
                int position = Array.FindIndex(inputs, input => input.Layer == name);
                tensors[new KerasReference(name, 0, 0)] = given is not null && position >= 0 ? given[position] : DefineInput(name, layer.GetProperty("config"));
                continue;
            }

            calls.AddRange(KerasCalls.Of(layer).Select((reads, number) => (layer, number, reads)));
        }

        // The first call in the file that can be made is made next; any other waits for one tensor that is not there yet.
        var ready = new PriorityQueue<int, int>();
        var waiting = new Dictionary<KerasReference, List<int>>();
        for (int call = 0; call < calls.Count; call++) Queue(call);
        while (ready.TryDequeue(out int call, out _))
        {
            (JsonElement layer, int number, KerasReference[] reads) = calls[call];
            string name = NameOf(layer);
            KerasTensor[] results = Call(layer, number == 0 ? name : $"{name}_{number}", [.. reads.Select(read => tensors[read])]);
            for (int i = 0; i < results.Length; i++)
            {
                var made = new KerasReference(name, number, i);
                tensors[made] = results[i];
                if (waiting.Remove(made, out List<int>? others)) others.ForEach(Queue);
            }
        }

        if (waiting.Count > 0)
            throw Fault($"layer '{NameOf(calls[waiting.Values.Min(others => others.Min())].Layer)}' reads tensors that no layer makes, or layers read each other in a circle");
        return [.. outputs.Select(output => (output.Layer, tensors.TryGetValue(output, out KerasTensor? tensor) ? tensor : throw Fault($"output '{output.Layer}' is made by no layer")))];

        void Queue(int call)
        {
            int missing = Array.FindIndex(calls[call].Reads, read => !tensors.ContainsKey(read));
            if (missing < 0) ready.Enqueue(call, call);
            else if (waiting.TryGetValue(calls[call].Reads[missing], out List<int>? others)) others.Add(call);
            else waiting[calls[call].Reads[missing]] = [call];
        }
    }

    private KerasTensor[] Call(JsonElement layer, string name, KerasTensor[] inputs)
    {
        string type = TypeOf(layer), layerName = NameOf(layer);
        path.Add(layerName);
        try
        {
            if (type is "Sequential" or "Model" or "Functional") return [.. Walk(layer, inputs).Select(output => output.Tensor)];
            Func<KerasLayer, KerasTensor> import = LayerTable.Find(type) ?? throw KerasGraph.Fault(graph.File, layerName, type, $"the layer is not supported; supported are {LayerTable.Names}");
            var call = new KerasLayer(type, name, layer.GetProperty("config"), inputs, file.Weights(path), graph);
            return [Guarded(import, call)];
        }
        finally
        {
            path.RemoveAt(path.Count - 1);
        }
    }

    private static KerasTensor Guarded(Func<KerasLayer, KerasTensor> import, KerasLayer layer)
    {
        try
        {
            return import(layer);
        }
        catch (Exception fault) when (fault is RefCnnException and not ModelFormatException or OverflowException)
        {
            throw layer.Refuse(fault is OverflowException ? "has an extent beyond 2³¹" : fault.Message, fault);
        }
    }

    private KerasTensor DefineInput(string name, JsonElement json)
    {
        var config = new KerasConfig(json, reason => KerasGraph.Fault(graph.File, name, "InputLayer", reason));
        int[]? declared = config.Integers("batch_input_shape") ?? config.Integers("batch_shape");
        if (declared is [< 0, ..] && declared.Skip(1).All(extent => extent >= 0))
        {
            declared[0] = 1;
            graph.Notes.Add($"input '{name}' leaves its batch open; 1 was assumed (--input-shape sets another)");
        }

        Shape? shape = declared is null || declared.Any(extent => extent < 0) ? null : new Shape(declared);
        return new KerasTensor(graph.Builder, graph.Builder.Add(graph.UniqueName(name), new Input(shapes.Of(name, shape))), isMoved: false);
    }

    private KerasReference[] References(JsonElement config, string name) =>
        config.TryGetProperty(name, out JsonElement list) ? KerasCalls.List(list) : throw Fault($"has a functional model without {name}");

    private string TypeOf(JsonElement layer) =>
        layer.ValueKind == JsonValueKind.Object && layer.TryGetProperty("class_name", out JsonElement type) && type.ValueKind == JsonValueKind.String ? type.GetString()! : throw Fault("has a layer without a class_name");

    private string NameOf(JsonElement layer)
    {
        if (layer.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String) return name.GetString()!;
        return layer.TryGetProperty("config", out JsonElement config) && config.ValueKind == JsonValueKind.Object && config.TryGetProperty("name", out name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()!
            : throw Fault($"has a {TypeOf(layer)} without a name");
    }

    private ModelFormatException Fault(string reason) => new(graph.File, null, reason);
}
