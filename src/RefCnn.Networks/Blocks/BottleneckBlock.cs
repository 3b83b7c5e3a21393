using RefCnn.Core.Layers;

namespace RefCnn.Networks.Blocks;

/// <summary>ResNet's bottleneck (He et al. 2016, figure 5, right) as Keras builds it: the stride is in the first 1×1, and convolutions have biases.</summary>
internal static class BottleneckBlock
{
    /// <summary>Keras's epsilon in its ResNets since keras-applications 1.0.7.</summary>
    public const double Epsilon = 1.001e-5;

    // The branch adds a quarter of the trunk's variance, so that the scale stays bounded through a stage of up to six blocks.
    private const double BranchGain = 0.5;

    /// <summary>
    /// Adds 1×1, 3×3, 1×1 to four times <paramref name="width"/>, and the shortcut: projected by a 1×1 with the same stride in a stage's first block, else the input itself.
    /// </summary>
    public static int Bottleneck(this SeededNetworkBuilder builder, string name, int input, int width, int stride, bool project)
    {
        int shortcut = project ? Normalized("0", input, 4 * width, 1, stride) : input;
        int x = builder.Relu($"{name}_1_relu", Normalized("1", input, width, 1, stride));
        x = builder.Relu($"{name}_2_relu", Normalized("2", x, width, 3));
        x = Normalized("3", x, 4 * width, 1, gain: BranchGain);
        return builder.Relu($"{name}_out", builder.Add($"{name}_add", new Binary(BinaryFunction.Add), shortcut, x));

        int Normalized(string part, int from, int outputs, int kernel, int step = 1, double gain = 1) => builder.BatchNorm(
            $"{name}_{part}_bn", builder.Convolution($"{name}_{part}_conv", from, outputs, kernel, step, kernel / 2), Epsilon, gain);
    }
}
