using RefCnn.Core.Layers;

namespace RefCnn.Formats.Caffe.Layers;

/// <summary>Which importer reads which type of layer.</summary>
internal static class LayerTable
{
    private static readonly HashSet<string> ForTraining = ["Accuracy", "HDF5Output", "Silence"];

    private static readonly SortedDictionary<string, Action<CaffeLayer>> Entries = new(StringComparer.Ordinal)
    {
        ["Convolution"] = ConvolutionLayers.Convolution,
        ["DepthwiseConvolution"] = ConvolutionLayers.Convolution,
        ["ConvolutionDepthwise"] = ConvolutionLayers.Depthwise,
        ["Deconvolution"] = ConvolutionLayers.Deconvolution,
        ["InnerProduct"] = ConvolutionLayers.InnerProduct,
        ["Pooling"] = PoolingLayers.Pooling,

        ["LRN"] = NormalizationLayers.LocalResponse,
        ["BatchNorm"] = NormalizationLayers.BatchNorm,
        ["Scale"] = NormalizationLayers.Scale,
        ["Bias"] = NormalizationLayers.Bias,
        ["MVN"] = NormalizationLayers.MeanVariance,
        ["Normalize"] = NormalizationLayers.Normalize,

        ["ReLU"] = ActivationLayers.Relu,
        ["PReLU"] = ActivationLayers.PRelu,
        ["ELU"] = layer => layer.Output(new Elu(layer.Parameters.EluParam?.Alpha ?? 1), layer.Node()),
        ["Sigmoid"] = layer => layer.Output(new Sigmoid(), layer.Node()),
        ["TanH"] = layer => layer.Output(new Tanh(), layer.Node()),
        ["BNLL"] = layer => layer.Output(new Softplus(), layer.Node()),
        ["AbsVal"] = layer => layer.Output(new Unary(UnaryFunction.Abs), layer.Node()),
        ["Clip"] = ActivationLayers.Clip,
        ["Swish"] = ActivationLayers.Swish,
        ["Power"] = ActivationLayers.Power,
        ["Exp"] = ActivationLayers.Exp,
        ["Log"] = ActivationLayers.Log,
        ["Softmax"] = ActivationLayers.Softmax,
        ["Threshold"] = layer => throw layer.Refuse("jumps at its threshold, which no layer does"),

        ["Eltwise"] = ArithmeticLayers.Eltwise,
        ["Reduction"] = ArithmeticLayers.Reduction,
        ["ArgMax"] = layer => throw layer.Refuse("gives positions, which no layer does; remove it and take the largest value of its input"),

        ["Concat"] = ShapeLayers.Concat,
        ["Slice"] = ShapeLayers.Slice,
        ["Split"] = ShapeLayers.Split,
        ["Flatten"] = ShapeLayers.Flatten,
        ["Reshape"] = ShapeLayers.Reshape,
        ["Crop"] = ShapeLayers.Crop,
        ["Permute"] = ShapeLayers.Permute,
        ["Tile"] = ShapeLayers.Tile,
        ["Dropout"] = layer => layer.Output(new Identity(), layer.Node()),
    };

    /// <summary>The supported types, for messages.</summary>
    public static string Names => string.Join(", ", Entries.Keys.Except(["Threshold", "ArgMax"]));

    /// <summary>All types that have an entry, those that are dropped or refused among them.</summary>
    public static IEnumerable<string> Types => Entries.Keys.Concat(ForTraining);

    /// <summary>How a type is imported, or null where it is not supported.</summary>
    /// <param name="type">Caffe's name.</param>
    public static Action<CaffeLayer>? Find(string type) => Entries.GetValueOrDefault(type);

    /// <summary>Whether layers of a type only train, score or discard.</summary>
    /// <param name="type">Caffe's name.</param>
    public static bool IsForTraining(string type) => ForTraining.Contains(type) || type.EndsWith("Loss", StringComparison.Ordinal);
}
