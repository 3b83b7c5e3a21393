using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Magnitudes;

/// <summary>Which magnitude bounds which layer: one line for each kind that has a <see cref="Accuracy.Conditioned"/> function.</summary>
internal static class MagnitudeTable
{
    private static readonly Dictionary<Type, Action<Layer, Operands, Tensor<double>, Tensor<double>>> Magnitudes = new()
    {
        [typeof(BatchNorm)] = Bind<BatchNorm, BatchNormMagnitude>(),
        [typeof(InstanceNorm)] = Bind<InstanceNorm, InstanceNormMagnitude>(),
        [typeof(LocalResponseNorm)] = Bind<LocalResponseNorm, LocalResponseNormMagnitude>(),
        [typeof(MeanVarianceNorm)] = Bind<MeanVarianceNorm, MeanVarianceNormMagnitude>(),
        [typeof(Elu)] = Bind<Elu, EluMagnitude>(),
        [typeof(Sigmoid)] = Bind<Sigmoid, SigmoidMagnitude>(),
        [typeof(HardSigmoid)] = Bind<HardSigmoid, HardSigmoidMagnitude>(),
        [typeof(Tanh)] = Bind<Tanh, TanhMagnitude>(),
        [typeof(Softplus)] = Bind<Softplus, SoftplusMagnitude>(),
        [typeof(Softmax)] = Bind<Softmax, SoftmaxMagnitude>(),
        [typeof(LogSoftmax)] = Bind<LogSoftmax, LogSoftmaxMagnitude>(),
        [typeof(Unary)] = Bind<Unary, UnaryMagnitude>(),
        [typeof(Binary)] = Bind<Binary, BinaryMagnitude>(),
        [typeof(Resize)] = Bind<Resize, ResizeMagnitude>(),
    };

    /// <summary>Whether a layer record has a magnitude.</summary>
    public static bool Has(Type layer) => Magnitudes.ContainsKey(layer);

    /// <summary>The magnitude of every output of a layer.</summary>
    public static Tensor<double> Of(Layer layer, Operands operands, Tensor<double> output)
    {
        var magnitude = new Tensor<double>(output.Shape);
        Magnitudes[layer.GetType()](layer, operands, output, magnitude);
        return magnitude;
    }

    private static Action<Layer, Operands, Tensor<double>, Tensor<double>> Bind<TLayer, TMagnitude>()
        where TLayer : Layer
        where TMagnitude : IMagnitude<TLayer> =>
        (layer, operands, output, magnitude) => TMagnitude.Run((TLayer)layer, operands, output, magnitude);
}
