using RefCnn.Accelerate.Kernels;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate;

/// <summary>Which kernel computes which layer: one line a kind, bound without reflection so that it survives trimming.</summary>
internal static class KernelTable
{
    private static readonly Dictionary<Type, Func<Layer, Operands, Step>> Kernels = new()
    {
        [typeof(Constant)] = Bind<Constant, ConstantKernel>(),
        [typeof(Conv2D)] = Bind<Conv2D, Conv2DKernel>(),
        [typeof(ConvTranspose2D)] = Bind<ConvTranspose2D, ConvTranspose2DKernel>(),
        [typeof(Dense)] = Bind<Dense, DenseKernel>(),
        [typeof(MatMul)] = Bind<MatMul, MatMulKernel>(),
        [typeof(MaxPool2D)] = Bind<MaxPool2D, MaxPool2DKernel>(),
        [typeof(ArgMaxPool2D)] = Bind<ArgMaxPool2D, ArgMaxPool2DKernel>(),
        [typeof(AveragePool2D)] = Bind<AveragePool2D, AveragePool2DKernel>(),
        [typeof(L2Pool2D)] = Bind<L2Pool2D, L2Pool2DKernel>(),
        [typeof(GlobalPool)] = Bind<GlobalPool, GlobalPoolKernel>(),
        [typeof(BatchNorm)] = Bind<BatchNorm, BatchNormKernel>(),
        [typeof(InstanceNorm)] = Bind<InstanceNorm, InstanceNormKernel>(),
        [typeof(LocalResponseNorm)] = Bind<LocalResponseNorm, LocalResponseNormKernel>(),
        [typeof(MeanVarianceNorm)] = Bind<MeanVarianceNorm, MeanVarianceNormKernel>(),
        [typeof(L2Normalize)] = Bind<L2Normalize, L2NormalizeKernel>(),
        [typeof(Elu)] = Bind<Elu, EluKernel>(),
        [typeof(Sigmoid)] = Bind<Sigmoid, SigmoidKernel>(),
        [typeof(HardSigmoid)] = Bind<HardSigmoid, HardSigmoidKernel>(),
        [typeof(Tanh)] = Bind<Tanh, TanhKernel>(),
        [typeof(Softplus)] = Bind<Softplus, SoftplusKernel>(),
        [typeof(Softmax)] = Bind<Softmax, SoftmaxKernel>(),
        [typeof(LogSoftmax)] = Bind<LogSoftmax, LogSoftmaxKernel>(),
        [typeof(Unary)] = Bind<Unary, UnaryKernel>(),
        [typeof(Binary)] = Bind<Binary, BinaryKernel>(),
        [typeof(Reduce)] = Bind<Reduce, ReduceKernel>(),
        [typeof(Relu)] = Bind<Relu, ReluKernel>(),
        [typeof(Clip)] = Bind<Clip, ClipKernel>(),
        [typeof(LeakyRelu)] = Bind<LeakyRelu, LeakyReluKernel>(),
        [typeof(PRelu)] = Bind<PRelu, PReluKernel>(),
        [typeof(Concat)] = Bind<Concat, ConcatKernel>(),
        [typeof(DarknetReorg)] = Bind<DarknetReorg, DarknetReorgKernel>(),
        [typeof(DepthToSpace)] = Bind<DepthToSpace, DepthToSpaceKernel>(),
        [typeof(Expand)] = Bind<Expand, ExpandKernel>(),
        [typeof(Pad)] = Bind<Pad, PadKernel>(),
        [typeof(Slice)] = Bind<Slice, SliceKernel>(),
        [typeof(SpaceToDepth)] = Bind<SpaceToDepth, SpaceToDepthKernel>(),
        [typeof(Tile)] = Bind<Tile, RepeatKernel>(),
        [typeof(Transpose)] = Bind<Transpose, TransposeKernel>(),
        [typeof(Resize)] = Bind<Resize, ResizeKernel>(),
    };

    /// <summary>Whether a layer has a kernel.</summary>
    /// <param name="layer">A type of layer.</param>
    public static bool Has(Type layer) => Kernels.ContainsKey(layer);

    /// <summary>Prepares the layer's computation.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">Where inputs and output lie.</param>
    public static Step Prepare(Layer layer, Operands operands) => Kernels[layer.GetType()](layer, operands);

    private static Func<Layer, Operands, Step> Bind<TLayer, TKernel>()
        where TLayer : Layer
        where TKernel : IKernel<TLayer> =>
        (layer, operands) => TKernel.Prepare((TLayer)layer, operands);
}
