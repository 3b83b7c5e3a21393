using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Caffe.Schema;

namespace RefCnn.Formats.Caffe;

/// <summary>One layer of the net as its importer sees it: what it reads, and what it adds to the network.</summary>
/// <param name="parameters">The layer's description.</param>
/// <param name="graph">Which node each blob is.</param>
internal sealed class CaffeLayer(LayerParameter parameters, CaffeGraph graph)
{
    private readonly int[] inputs = [.. parameters.Bottom.Select(graph.Node)];
    private CaffeBlob[]? blobs;

    /// <summary>The layer's description.</summary>
    public LayerParameter Parameters => parameters;

    /// <summary>The number of blobs that it reads.</summary>
    public int InputCount => inputs.Length;

    /// <summary>The number of blobs that it makes.</summary>
    public int OutputCount => parameters.Top.Count;

    private CaffeBlob[] Blobs => blobs ??= FindBlobs();

    private string Origin => graph.Weights?.Of(parameters.Name) is null ? string.Empty : $" in {graph.Weights.File}";

    /// <summary>The network node of an input.</summary>
    /// <param name="input">Its position.</param>
    public int Node(int input = 0) => input < inputs.Length ? inputs[input] : throw Refuse($"reads {inputs.Length} blobs; expected {input + 1} or more");

    /// <summary>The shape of an input.</summary>
    /// <param name="input">Its position.</param>
    public Shape Shape(int input = 0) => graph.Builder.ShapeOf(Node(input));

    /// <summary>A stored blob, which must have the shape that the layer expects.</summary>
    /// <param name="index">Its position.</param>
    /// <param name="name">What it is.</param>
    /// <param name="extents">The expected extents.</param>
    public Tensor<float> Blob(int index, string name, params ReadOnlySpan<int> extents)
    {
        var shape = new Shape(extents);
        CaffeBlob blob = index < Blobs.Length ? Blobs[index] : throw Refuse($"has {Blobs.Length} stored blobs{Origin}; expected a {name} as number {index + 1}");
        return blob.As(shape) ?? throw Refuse($"has a stored {name} of {blob}{Origin}; expected {shape}");
    }

    /// <summary>An axis counted from the front.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="rank">The number of dimensions.</param>
    public int Axis(int axis, int rank) => axis >= -rank && axis < rank
        ? axis < 0 ? axis + rank : axis
        : throw Refuse($"axis {axis} is outside a rank of {rank}; expected {-rank} to {rank - 1}");

    /// <summary>A number that is stored without a sign.</summary>
    /// <param name="name">The field.</param>
    /// <param name="value">The number.</param>
    public int Whole(string name, uint value) => value <= int.MaxValue ? (int)value : throw Refuse($"{name} is {value}; expected at most {int.MaxValue}");

    /// <summary>Adds an intermediate step.</summary>
    /// <param name="step">What it is, for its name.</param>
    /// <param name="layer">What it computes.</param>
    /// <param name="reads">The network nodes that it reads.</param>
    /// <returns>The network node.</returns>
    public int Step(string step, Layer layer, params ReadOnlySpan<int> reads) => graph.Builder.Add(graph.UniqueName($"{parameters.Name}/{step}"), layer, reads);

    /// <summary>Adds a number.</summary>
    /// <param name="step">What it is, for its name.</param>
    /// <param name="value">The number.</param>
    /// <returns>The network node.</returns>
    public int Number(string step, double value) => Step(step, new Constant(new Tensor<float>(Core.Shape.Scalar, [(float)value])));

    /// <summary>Adds the layer that makes the only output, under the layer's own name.</summary>
    /// <param name="layer">What it computes.</param>
    /// <param name="reads">The network nodes that it reads.</param>
    public void Output(Layer layer, params ReadOnlySpan<int> reads)
    {
        if (OutputCount != 1) throw Refuse($"makes {OutputCount} blobs; expected 1");
        graph.Define(parameters.Top[0], graph.Builder.Add(graph.UniqueName(parameters.Name), layer, reads));
    }

    /// <summary>Adds the layer that makes one of several outputs, under the output's name.</summary>
    /// <param name="output">The output's position.</param>
    /// <param name="layer">What it computes.</param>
    /// <param name="reads">The network nodes that it reads.</param>
    public void Output(int output, Layer layer, params ReadOnlySpan<int> reads)
    {
        if (OutputCount == 1) Output(layer, reads);
        else graph.Define(parameters.Top[output], graph.Builder.Add(graph.UniqueName(parameters.Top[output]), layer, reads));
    }

    /// <summary>Makes an output another name of a node.</summary>
    /// <param name="output">The output's position.</param>
    /// <param name="node">The node.</param>
    public void Alias(int output, int node) => graph.Define(parameters.Top[output], node);

    /// <summary>The error that this layer cannot be imported.</summary>
    /// <param name="reason">Actual, expected, what to do.</param>
    /// <param name="inner">The failure that led here, if any.</param>
    public ModelFormatException Refuse(string reason, Exception? inner = null) => Fault(graph.File, parameters, reason, inner);

    /// <summary>The error that a layer cannot be imported.</summary>
    /// <param name="file">The prototxt.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="reason">Actual, expected, what to do.</param>
    /// <param name="inner">The failure that led here, if any.</param>
    public static ModelFormatException Fault(string file, LayerParameter layer, string reason, Exception? inner = null) =>
        new(file, $"layer '{layer.Name}' ({layer.Type})", reason, inner);

    private CaffeBlob[] FindBlobs()
    {
        if (graph.Weights?.Of(parameters.Name) is { } stored) return stored;
        if (parameters.Blobs.Count > 0) return [.. parameters.Blobs.Select(CaffeBlob.Of)];
        throw Refuse(graph.Weights is null ? "needs trained blobs; give the .caffemodel with --weights" : $"has no blobs in {graph.Weights.File}; expected a layer of that name in it");
    }
}
