using RefCnn.Core.Layers;
using RefCnn.Formats.CSource.Emit;

namespace RefCnn.Formats.CSource.Emitters;

/// <summary>Which emitter writes which layer kind in C: one line each. Inputs, constants and layers that only change a shape need no statement.</summary>
internal static class LayerEmitters
{
    private static readonly Dictionary<Type, Action<CNode>> Entries = new()
    {
        [typeof(Input)] = _ => { },
        [typeof(Constant)] = _ => { },

        [typeof(Conv2D)] = node => ConvolutionEmitters.Conv2D(node, (Conv2D)node.Layer),
        [typeof(ConvTranspose2D)] = node => ConvolutionEmitters.ConvTranspose2D(node, (ConvTranspose2D)node.Layer),
        [typeof(Dense)] = node => ProductEmitters.Dense(node, (Dense)node.Layer),
        [typeof(MatMul)] = ProductEmitters.MatMul,

        [typeof(MaxPool2D)] = node => PoolingEmitters.MaxPool2D(node, (MaxPool2D)node.Layer),
        [typeof(ArgMaxPool2D)] = node => PoolingEmitters.ArgMaxPool2D(node, (ArgMaxPool2D)node.Layer),
        [typeof(AveragePool2D)] = node => PoolingEmitters.AveragePool2D(node, (AveragePool2D)node.Layer),
        [typeof(L2Pool2D)] = node => PoolingEmitters.L2Pool2D(node, (L2Pool2D)node.Layer),
        [typeof(GlobalPool)] = node => PoolingEmitters.GlobalPool(node, (GlobalPool)node.Layer),

        [typeof(BatchNorm)] = node => NormalizationEmitters.BatchNorm(node, (BatchNorm)node.Layer),
        [typeof(InstanceNorm)] = node => NormalizationEmitters.InstanceNorm(node, (InstanceNorm)node.Layer),
        [typeof(LocalResponseNorm)] = node => NormalizationEmitters.LocalResponseNorm(node, (LocalResponseNorm)node.Layer),
        [typeof(MeanVarianceNorm)] = node => NormalizationEmitters.MeanVarianceNorm(node, (MeanVarianceNorm)node.Layer),
        [typeof(L2Normalize)] = node => NormalizationEmitters.L2Normalize(node, (L2Normalize)node.Layer),

        [typeof(Relu)] = node => ActivationEmitters.Elementwise(node, "relu"),
        [typeof(Clip)] = node => ActivationEmitters.Elementwise(node, "clip", ((Clip)node.Layer).Minimum, ((Clip)node.Layer).Maximum),
        [typeof(LeakyRelu)] = node => ActivationEmitters.Elementwise(node, "leaky_relu", ((LeakyRelu)node.Layer).Slope),
        [typeof(PRelu)] = node => ArithmeticEmitters.PRelu(node, (PRelu)node.Layer),
        [typeof(Elu)] = node => ActivationEmitters.Elementwise(node, "elu", ((Elu)node.Layer).Alpha),
        [typeof(Sigmoid)] = node => ActivationEmitters.Elementwise(node, "sigmoid"),
        [typeof(HardSigmoid)] = node => ActivationEmitters.Elementwise(node, "hard_sigmoid", ((HardSigmoid)node.Layer).Alpha, ((HardSigmoid)node.Layer).Beta),
        [typeof(Tanh)] = node => ActivationEmitters.Elementwise(node, "hyperbolic_tangent"),
        [typeof(Softplus)] = node => ActivationEmitters.Elementwise(node, "softplus"),
        [typeof(Softmax)] = node => ActivationEmitters.AlongAxis(node, "softmax", ((Softmax)node.Layer).Axis),
        [typeof(LogSoftmax)] = node => ActivationEmitters.AlongAxis(node, "log_softmax", ((LogSoftmax)node.Layer).Axis),

        [typeof(Unary)] = node => ActivationEmitters.Unary(node, (Unary)node.Layer),
        [typeof(Binary)] = node => ArithmeticEmitters.Binary(node, (Binary)node.Layer),
        [typeof(Reduce)] = node => ArithmeticEmitters.Reduce(node, (Reduce)node.Layer),

        [typeof(Identity)] = _ => { },
        [typeof(Concat)] = node => RearrangementEmitters.Concat(node, (Concat)node.Layer),
        [typeof(Slice)] = node => RearrangementEmitters.Slice(node, (Slice)node.Layer),
        [typeof(Pad)] = node => RearrangementEmitters.Pad(node, (Pad)node.Layer),
        [typeof(Resize)] = node => ResizeEmitter.Resize(node, (Resize)node.Layer),
        [typeof(Reshape)] = _ => { },
        [typeof(Flatten)] = _ => { },
        [typeof(Transpose)] = node => RearrangementEmitters.Transpose(node, (Transpose)node.Layer),
        [typeof(Squeeze)] = _ => { },
        [typeof(Unsqueeze)] = _ => { },
        [typeof(Tile)] = node => RearrangementEmitters.Tile(node, (Tile)node.Layer),
        [typeof(Expand)] = RearrangementEmitters.Expand,
        [typeof(SpaceToDepth)] = node => BlockEmitters.SpaceToDepth(node, (SpaceToDepth)node.Layer),
        [typeof(DepthToSpace)] = node => BlockEmitters.DepthToSpace(node, (DepthToSpace)node.Layer),
        [typeof(DarknetReorg)] = node => BlockEmitters.DarknetReorg(node, (DarknetReorg)node.Layer),
    };

    /// <summary>Whether a kind has an emitter.</summary>
    /// <param name="layer">The layer's type.</param>
    public static bool Has(Type layer) => Entries.ContainsKey(layer);

    /// <summary>Whether a layer's kernel may write over an input that has as many values as the output.</summary>
    /// <param name="layer">The layer.</param>
    public static bool WorksInPlace(Layer layer) => layer is ElementwiseLayer or Binary or BatchNorm or InstanceNorm or Softmax or LogSoftmax;

    /// <summary>Writes a node whose output has at least one value.</summary>
    /// <param name="node">The node.</param>
    public static void Emit(CNode node) => Entries[node.Layer.GetType()](node);
}
