using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;
using PoolingType = RefCnn.CoreML.Schema.PoolingLayerParams.Types.PoolingType;

namespace RefCnn.CoreML.Emit;

/// <summary>Pooling; lowering has left only windows that round down, with whatever padding.</summary>
internal static class PoolingEmitters
{
    /// <summary>The largest.</summary>
    public static void Max(NeuralNetworkNode node) => Windowed(node, PoolingType.Max, false);

    /// <summary>The mean of all taps, or of those inside.</summary>
    public static void Average(NeuralNetworkNode node) =>
        Windowed(node, PoolingType.Average, ((AveragePool2D)node.Layer).Divisor == PoolDivisor.Inside);

    /// <summary>The Euclidean norm.</summary>
    public static void L2(NeuralNetworkNode node) => Windowed(node, PoolingType.L2, false);

    /// <summary>The whole plane. A padding type must be set even here.</summary>
    public static void Global(NeuralNetworkNode node)
    {
        PoolingType type = ((GlobalPool)node.Layer).Function switch
        {
            GlobalPoolFunction.Average => PoolingType.Average,
            GlobalPoolFunction.Max => PoolingType.Max,
            _ => PoolingType.L2,
        };
        node.Finish(made => made.Pooling = new PoolingLayerParams { Type = type, GlobalPooling = true, Valid = new ValidPadding() });
    }

    private static void Windowed(NeuralNetworkNode node, PoolingType type, bool excludePadding)
    {
        Window2D window = ((PoolingLayer)node.Layer).Window;
        node.Finish(made => made.Pooling = new PoolingLayerParams
        {
            Type = type,
            KernelSize = { (ulong)window.Kernel.Height, (ulong)window.Kernel.Width },
            Stride = { (ulong)window.Stride.Height, (ulong)window.Stride.Width },
            Valid = ConvolutionEmitters.Valid(window.Padding),
            AvgPoolExcludePadding = excludePadding,
        });
    }
}
