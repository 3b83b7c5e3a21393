using RefCnn.Core.Layers;

namespace RefCnn.Formats.Keras.Layers;

/// <summary>Which importer reads which class of layer.</summary>
internal static class LayerTable
{
    private static readonly SortedDictionary<string, Func<KerasLayer, KerasTensor>> Entries = new(StringComparer.Ordinal)
    {
        ["Conv2D"] = ConvolutionLayers.Convolution,
        ["DepthwiseConv2D"] = ConvolutionLayers.Depthwise,
        ["SeparableConv2D"] = ConvolutionLayers.Separable,
        ["Conv2DTranspose"] = ConvolutionLayers.Transposed,
        ["Dense"] = ConvolutionLayers.Dense,

        ["MaxPooling2D"] = layer => PoolingLayers.Windowed(layer, isMaximum: true),
        ["AveragePooling2D"] = layer => PoolingLayers.Windowed(layer, isMaximum: false),
        ["GlobalMaxPooling2D"] = layer => PoolingLayers.Global(layer, GlobalPoolFunction.Max),
        ["GlobalAveragePooling2D"] = layer => PoolingLayers.Global(layer, GlobalPoolFunction.Average),

        ["BatchNormalization"] = NormalizationLayers.Batch,
        ["LayerNormalization"] = NormalizationLayers.Layer,
        ["Normalization"] = NormalizationLayers.Statistics,
        ["Rescaling"] = NormalizationLayers.Rescaling,

        ["Activation"] = layer => ActivationLayers.Apply(layer, ActivationLayers.NameOf(layer), layer.Input()),
        ["ReLU"] = ActivationLayers.Relu,
        ["LeakyReLU"] = ActivationLayers.LeakyRelu,
        ["PReLU"] = ActivationLayers.PRelu,
        ["ELU"] = layer => layer.Elementwise(new Elu((float)(layer.Config.Number("alpha") ?? 1))),
        ["Softmax"] = ActivationLayers.Softmax,

        ["Add"] = layer => MergeLayers.Fold(layer, BinaryFunction.Add),
        ["Multiply"] = layer => MergeLayers.Fold(layer, BinaryFunction.Mul),
        ["Maximum"] = layer => MergeLayers.Fold(layer, BinaryFunction.Max),
        ["Minimum"] = layer => MergeLayers.Fold(layer, BinaryFunction.Min),
        ["Subtract"] = MergeLayers.Subtract,
        ["Average"] = MergeLayers.Average,
        ["Concatenate"] = MergeLayers.Concatenate,

        ["ZeroPadding2D"] = ShapeLayers.ZeroPadding,
        ["Cropping2D"] = ShapeLayers.Cropping,
        ["UpSampling2D"] = ShapeLayers.UpSampling,
        ["Flatten"] = ShapeLayers.Flatten,
        ["Reshape"] = ShapeLayers.Reshape,
        ["Permute"] = ShapeLayers.Permute,

        ["Dropout"] = Identity,
        ["SpatialDropout2D"] = Identity,
        ["GaussianDropout"] = Identity,
        ["GaussianNoise"] = Identity,
        ["AlphaDropout"] = Identity,
        ["ActivityRegularization"] = Identity,
        ["Lambda"] = layer => throw layer.Refuse("holds Python code, which is not run; replace it with layers and save the model again"),
    };

    /// <summary>The supported classes, for messages.</summary>
    public static string Names => string.Join(", ", Entries.Keys.Except(["Lambda"]));

    /// <summary>All classes that have an entry, refused ones among them.</summary>
    public static IEnumerable<string> Types => Entries.Keys;

    /// <summary>How a class is imported, or null where it is not supported.</summary>
    /// <param name="type">Keras's name.</param>
    public static Func<KerasLayer, KerasTensor>? Find(string type) => Entries.GetValueOrDefault(type);

    private static KerasTensor Identity(KerasLayer layer) => layer.Elementwise(new Identity());
}
