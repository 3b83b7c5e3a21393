using RefCnn.Core;

namespace RefCnn.Formats.Keras;

/// <summary>
/// A file of Keras 1, seen as one of Keras 2: weights under their new names and in their new layout. Kernels of channels-first layers are stored [outputs, inputs, height, width].
/// Theano turned kernels by 180 degrees when it convolved, so that kernels trained with it are turned here. Which backend saved a file shows in the names of weights:
/// TensorFlow's end in ":0".
/// </summary>
internal sealed class KerasUpgradedSource : KerasSource
{
    // Each class's weights in the order in which they are stored.
    private static readonly Dictionary<string, string[]> Names = new(StringComparer.Ordinal)
    {
        ["Conv2D"] = ["kernel", "bias"],
        ["Conv2DTranspose"] = ["kernel", "bias"],
        ["SeparableConv2D"] = ["depthwise_kernel", "pointwise_kernel", "bias"],
        ["Dense"] = ["kernel", "bias"],
        ["BatchNormalization"] = ["gamma", "beta", "moving_mean", "moving_variance"],
        ["PReLU"] = ["alpha"],
    };

    private readonly KerasSource file;
    private readonly KerasUpgrade upgrade;

    /// <summary>Sees a file as one of Keras 2.</summary>
    /// <param name="file">The file, which is closed with this.</param>
    /// <param name="path">Its path, for messages.</param>
    public KerasUpgradedSource(KerasSource file, string path)
        : base(path, new FileInfo(path).Length)
    {
        this.file = file;
        upgrade = KerasUpgrade.Of(path, file.Configuration);
        string? first = upgrade.Layers.Keys.SelectMany(layer => file.Weights([layer]).Take(1)).Select(weight => weight.Path).FirstOrDefault();
        IsTheano = first is not null && !first.Contains(':', StringComparison.Ordinal);
    }

    /// <summary>Whether Theano saved the weights.</summary>
    public bool IsTheano { get; }

    /// <inheritdoc/>
    public override string Configuration => upgrade.Configuration;

    /// <inheritdoc/>
    public override string Version => "2";

    /// <inheritdoc/>
    public override IReadOnlyList<KerasWeight> Weights(IReadOnlyList<string> layers)
    {
        string layer = layers[^1];
        if (!upgrade.Layers.TryGetValue(layer, out (string Type, bool ChannelsFirst) entry) || !Names.TryGetValue(entry.Type, out string[]? names)) return [];
        KerasWeight[] stored = [.. file.Weights([layers[0]])];
        if (layers.Count > 1) stored = [.. stored.Where(weight => weight.Path[(weight.Path.LastIndexOf('/') + 1)..].StartsWith($"{layer}_", StringComparison.Ordinal))];
        return [.. stored.Zip(names, (weight, name) => new KerasWeight(name, Upgraded(weight.Value, entry.Type, entry.ChannelsFirst)))];
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => file.Dispose();

    private Tensor<float> Upgraded(Tensor<float> value, string type, bool channelsFirst)
    {
        if (value.Shape.Rank != 4) return value;
        bool transposed = type == "Conv2DTranspose";
        Tensor<float> kernel = (channelsFirst, transposed) switch
        {
            (true, false) => Rearranged.Axes(value, 2, 3, 1, 0),
            (true, true) => Rearranged.Axes(value, 2, 3, 0, 1),
            (false, true) => Rearranged.Axes(value, 0, 1, 3, 2),
            _ => value,
        };
        return IsTheano ? Turned(kernel) : kernel;
    }

    // Height and width, the first two axes, backwards.
    private static Tensor<float> Turned(Tensor<float> kernel)
    {
        int taps = kernel.Shape.CountBetween(0, 2), rest = kernel.Shape.CountBetween(2, 4);
        var turned = new Tensor<float>(kernel.Shape);
        for (int tap = 0; tap < taps; tap++) kernel.Span.Slice(tap * rest, rest).CopyTo(turned.Span[((taps - 1 - tap) * rest)..]);
        return turned;
    }
}
