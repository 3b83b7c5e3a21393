using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Keras;

/// <summary>One call of a layer as its importer sees it: what it reads, and what it adds to the network.</summary>
/// <param name="type">Keras's class.</param>
/// <param name="name">The layer's name, and the call's number where there are several.</param>
/// <param name="config">The layer's configuration.</param>
/// <param name="inputs">The tensors that it reads.</param>
/// <param name="weights">The layer's weights.</param>
/// <param name="graph">The network so far.</param>
internal sealed class KerasLayer(string type, string name, System.Text.Json.JsonElement config, KerasTensor[] inputs, IReadOnlyList<KerasWeight> weights, KerasGraph graph)
{
    /// <summary>The layer's configuration.</summary>
    public KerasConfig Config { get; } = new(config, reason => KerasGraph.Fault(graph.File, name, type, reason));

    /// <summary>Whether the file was saved by Keras 3 or newer, some of whose defaults differ.</summary>
    public bool IsKeras3 => graph.MajorVersion >= 3;

    /// <summary>Whether Theano saved the file, which pads otherwise.</summary>
    public bool IsTheano => graph.IsTheano;

    /// <summary>The number of tensors that it reads.</summary>
    public int InputCount => inputs.Length;

    /// <summary>Whether the layer takes channels to come last.</summary>
    public bool ChannelsLast => Config.Text("data_format", "channels_last") != "channels_first";

    /// <summary>A tensor that it reads.</summary>
    /// <param name="input">Its position.</param>
    public KerasTensor Input(int input = 0) => input < inputs.Length ? inputs[input] : throw Refuse($"reads {inputs.Length} tensors; expected {input + 1} or more");

    /// <summary>The node of the only picture that it reads, as [N, C, H, W].</summary>
    public int Picture() => Input().Rank == 4 ? Input().Planar(ChannelsLast) : throw Refuse($"input has {Input().Rank} dimensions; expected 4, a picture");

    /// <summary>The shape of a node's output.</summary>
    /// <param name="node">The node.</param>
    public Shape ShapeOf(int node) => graph.Builder.ShapeOf(node);

    /// <summary>An axis of an input, counted from the front.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="rank">The number of dimensions.</param>
    public int Axis(int axis, int rank) => axis >= -rank && axis < rank
        ? axis < 0 ? axis + rank : axis
        : throw Refuse($"axis {axis} is outside {rank} dimensions; expected {-rank} to {rank - 1}");

    /// <summary>A weight that must be there.</summary>
    /// <param name="names">The names that it has in Keras's versions.</param>
    public Tensor<float> Weight(params ReadOnlySpan<string> names)
    {
        foreach (string wanted in names)
        {
            if (weights.FirstOrDefault(weight => LastName(weight.Path) == wanted) is { } found) return found.Value;
        }

        throw Refuse($"has no weight '{names[0]}' in the file; it has {(weights.Count == 0 ? "none" : string.Join(", ", weights.Select(weight => $"'{LastName(weight.Path)}'")))}");
    }

    /// <summary>A weight that must be there and have a shape.</summary>
    /// <param name="weight">Its name.</param>
    /// <param name="shape">The shape.</param>
    public Tensor<float> Weight(string weight, Shape shape)
    {
        Tensor<float> value = Weight(weight);
        return value.Shape == shape ? value : throw Refuse($"weight '{weight}' has shape {value.Shape}; expected {shape}");
    }

    /// <summary>Adds an intermediate step.</summary>
    /// <param name="step">What it is, for its name.</param>
    /// <param name="layer">What it computes.</param>
    /// <param name="reads">The nodes that it reads.</param>
    /// <returns>The node.</returns>
    public int Step(string step, Layer layer, params ReadOnlySpan<int> reads) => graph.Builder.Add(graph.UniqueName($"{name}/{step}"), layer, reads);

    /// <summary>Adds a number.</summary>
    /// <param name="step">What it is, for its name.</param>
    /// <param name="value">The number.</param>
    /// <returns>The node.</returns>
    public int Number(string step, double value) => Step(step, new Constant(new Tensor<float>(Shape.Scalar, [(float)value])));

    /// <summary>Adds the layer that makes the output, under the layer's name.</summary>
    /// <param name="layer">What it computes.</param>
    /// <param name="isMoved">Whether the output's channels come before height and width, while Keras's come last.</param>
    /// <param name="reads">The nodes that it reads.</param>
    public KerasTensor Output(Layer layer, bool isMoved, params ReadOnlySpan<int> reads) =>
        new(graph.Builder, graph.Builder.Add(graph.UniqueName(name), layer, reads), isMoved);

    /// <summary>Adds a layer that works value by value on the only input, whatever its order.</summary>
    /// <param name="layer">What it computes.</param>
    public KerasTensor Elementwise(Layer layer) => Output(layer, Input().IsMoved, Input().Node);

    /// <summary>Adds the last layer of a call and, behind it, the activation that the configuration names.</summary>
    /// <param name="layer">What it computes.</param>
    /// <param name="isMoved">Whether the output's channels come before height and width, while Keras's come last.</param>
    /// <param name="reads">The nodes that it reads.</param>
    public KerasTensor Activated(Layer layer, bool isMoved, params ReadOnlySpan<int> reads)
    {
        string activation = Layers.ActivationLayers.NameOf(this);
        if (activation == "linear") return Output(layer, isMoved, reads);
        return Layers.ActivationLayers.Apply(this, activation, new KerasTensor(graph.Builder, Step("linear", layer, reads), isMoved));
    }

    /// <summary>The error that this layer cannot be imported.</summary>
    /// <param name="reason">Actual, expected, what to do.</param>
    /// <param name="inner">The failure that led here, if any.</param>
    public ModelFormatException Refuse(string reason, Exception? inner = null) => KerasGraph.Fault(graph.File, name, type, reason, inner);

    // conv2d_1/kernel:0 is a kernel.
    private static string LastName(string path) => path[(path.LastIndexOf('/') + 1)..].Split(':')[0];
}
