using RefCnn.Conformance.Bounds.Winograd;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>Convolutions with samples of many kinds, for rounding errors depend on them.</summary>
internal static class WinogradLayers
{
    /// <summary>Every size of tiles.</summary>
    public static readonly SumAlgorithm[] Algorithms = [SumAlgorithm.Winograd2x2Of3x3, SumAlgorithm.Winograd4x4Of3x3, SumAlgorithm.Winograd2x2Of2x2, SumAlgorithm.Winograd4x4Of2x2];

    /// <summary>Every kind that an algorithm computes.</summary>
    public static IEnumerable<(SumAlgorithm Sums, WinogradKind Kind)> Kinds =>
        from sums in Algorithms
        from kind in Enum.GetValues<WinogradKind>()
        where EquivalentConvolution.Of(Layer(kind, 1, 8), new Shape(1, 8, 16, 16), sums).Length > 0
        select (sums, kind);

    /// <summary>A convolution of 8 outputs, and its input.</summary>
    public static (Layer Layer, Tensor<float> Input) Make(WinogradKind kind, WinogradSamples samples, int channels, int height, int width)
    {
        Tensor<float> input = Normal($"input/{channels}", new Shape(1, channels, height, width));
        for (int i = 0; i < input.Count; i++)
        {
            int c = i / (height * width), y = i / width % height, x = i % width;
            input[i] = samples switch
            {
                WinogradSamples.Positive => Math.Abs(input[i]),
                WinogradSamples.Smooth => 1 + (0.1f * c) + (0.02f * y) - (0.03f * x) + (0.01f * input[i]),
                WinogradSamples.Sparse => Math.Max(0, input[i] - 1.3f),
                WinogradSamples.OneLargeChannel => c == 0 ? input[i] : 1e-3f * input[i],
                _ => input[i],
            };
        }

        return (Layer(kind, channels, 8), input);
    }

    /// <summary>A convolution with padding on two sides.</summary>
    public static Layer Layer(WinogradKind kind, int channels, int outputs)
    {
        (int kernel, int stride, int dilation) = kind switch
        {
            WinogradKind.Plain => (3, 1, 1),
            WinogradKind.Small => (2, 1, 1),
            WinogradKind.Dilated => (2, 1, 2),
            WinogradKind.Halving or WinogradKind.Doubling => (4, 2, 1),
            _ => (5, 2, 1),
        };
        var window = new Window2D(kernel, stride, dilation, new Padding2D(1, 0, 0, 1));
        bool doubling = kind is WinogradKind.Doubling or WinogradKind.WideDoubling;
        (int first, int second) = doubling ? (channels, outputs) : (outputs, channels);
        Tensor<float> weight = Normal($"weight/{channels}", new Shape(first, second, kernel, kernel)), bias = Normal("bias", new Shape(outputs));
        return doubling ? new ConvTranspose2D(window, weight, bias) : new Conv2D(window, weight, bias);
    }

    /// <summary>The layer's operands and its true output.</summary>
    public static (Operands Operands, Tensor<double> Output) Truth(Layer layer, Tensor<float> input)
    {
        Operands operands = ReferenceEngine.OperandsOf(layer, input.ToDouble());
        return (operands, ReferenceEngine.Compute(layer, operands));
    }

    // The sum of twelve uniform numbers less six, Irwin and Hall's, is close to normal.
    private static Tensor<float> Normal(string name, Shape shape)
    {
        ulong seed = SplitMix64.SeedOf($"winograd/{name}");
        var tensor = new Tensor<float>(shape);
        for (int i = 0; i < tensor.Count; i++)
            tensor[i] = (float)(Enumerable.Range(12 * i, 12).Sum(draw => (SplitMix64.Value(seed, (ulong)draw) >> 11) * Math.ScaleB(1, -53)) - 6);
        return tensor;
    }
}
