using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Emit;

/// <summary>How each kind of a lowered network becomes layers of a Core ML neural network: one line a kind.</summary>
internal static class NeuralNetworkTable
{
    private static readonly Dictionary<Type, Action<NeuralNetworkNode>> Emitters = new()
    {
        [typeof(Conv2D)] = ConvolutionEmitters.Convolution,
        [typeof(ConvTranspose2D)] = ConvolutionEmitters.Transposed,
        [typeof(Dense)] = ConvolutionEmitters.Dense,
        [typeof(MatMul)] = ConvolutionEmitters.MatMul,
        [typeof(MaxPool2D)] = PoolingEmitters.Max,
        [typeof(AveragePool2D)] = PoolingEmitters.Average,
        [typeof(L2Pool2D)] = PoolingEmitters.L2,
        [typeof(GlobalPool)] = PoolingEmitters.Global,
        [typeof(BatchNorm)] = NormalizationEmitters.Batch,
        [typeof(InstanceNorm)] = NormalizationEmitters.Instance,
        [typeof(LocalResponseNorm)] = NormalizationEmitters.LocalResponse,
        [typeof(Relu)] = ActivationEmitters.Relu,
        [typeof(Clip)] = ActivationEmitters.Clip,
        [typeof(LeakyRelu)] = ActivationEmitters.LeakyRelu,
        [typeof(PRelu)] = ActivationEmitters.PRelu,
        [typeof(Elu)] = ActivationEmitters.Elu,
        [typeof(Sigmoid)] = ActivationEmitters.Sigmoid,
        [typeof(HardSigmoid)] = ActivationEmitters.HardSigmoid,
        [typeof(Tanh)] = ActivationEmitters.Tanh,
        [typeof(Softplus)] = ActivationEmitters.Softplus,
        [typeof(Softmax)] = ActivationEmitters.Softmax,
        [typeof(Unary)] = ArithmeticEmitters.Unary,
        [typeof(Binary)] = ArithmeticEmitters.Binary,
        [typeof(Reduce)] = ArithmeticEmitters.Reduce,
        [typeof(Constant)] = ArithmeticEmitters.Constant,
        [typeof(Identity)] = ArithmeticEmitters.Identity,
        [typeof(Concat)] = RearrangementEmitters.Concat,
        [typeof(Slice)] = RearrangementEmitters.Slice,
        [typeof(Pad)] = RearrangementEmitters.Pad,
        [typeof(Resize)] = ResizeEmitter.Emit,
        [typeof(Reshape)] = RearrangementEmitters.Reshape,
        [typeof(Transpose)] = RearrangementEmitters.Transpose,
        [typeof(Tile)] = RearrangementEmitters.Tile,
        [typeof(SpaceToDepth)] = RearrangementEmitters.SpaceToDepth,
        [typeof(DepthToSpace)] = RearrangementEmitters.DepthToSpace,
    };

    /// <summary>Whether a kind has an emitter.</summary>
    /// <param name="layer">The layer's type.</param>
    public static bool Has(Type layer) => Emitters.ContainsKey(layer);

    /// <summary>Emits one node.</summary>
    /// <param name="node">The node.</param>
    public static void Emit(NeuralNetworkNode node) => Emitters[node.Layer.GetType()](node);
}
