using RefCnn.Core.Layers;

namespace RefCnn.Networks.Blocks;

/// <summary>ResNet's bottleneck (He et al. 2016, figure 5, right) as Keras builds it: the stride is in the first 1×1, and convolutions have biases.</summary>
internal static class BottleneckBlock
{
    /// <summary>Keras's epsilon in its ResNets since keras-applications 1.0.7.</summary>
    public const double Epsilon = 1.001e-5;

    // Sums are mostly positive, so ReLU leaves their energy nearly whole: what reads the trunk has half the gain of what reads a ReLU of noise. Both are a
    // quarter below He's, which makes up for the energy that batch norm's seeded variances add; and the branch is halved before it is added.
    private const double TrunkGain = 0.75, InnerGain = 1.5, BranchScale = 0.5;

    /// <summary>
    /// Adds 1×1, 3×3, 1×1 to four times <paramref name="width"/>, and the shortcut: projected by a 1×1 with the same stride in a stage's first block, else the input itself.
    /// </summary>
    public static int Bottleneck(this SeededNetworkBuilder builder, string name, int input, int width, int stride, bool project)
    {
        int shortcut = project ? Normalized("0", input, 4 * width, 1, TrunkGain, stride) : input;
        int x = builder.Relu($"{name}_1_relu", Normalized("1", input, width, 1, TrunkGain, stride));
        x = builder.Relu($"{name}_2_relu", Normalized("2", x, width, 3, InnerGain));
        x = Normalized("3", x, 4 * width, 1, InnerGain, scale: BranchScale);
        return builder.Relu($"{name}_out", builder.Add($"{name}_add", new Binary(BinaryFunction.Add), shortcut, x));

        int Normalized(string part, int from, int outputs, int kernel, double gain, int step = 1, double scale = 1) => builder.BatchNorm(
            $"{name}_{part}_bn", builder.Convolution($"{name}_{part}_conv", from, outputs, kernel, step, kernel / 2, gain: gain), Epsilon, scale);
    }
}
