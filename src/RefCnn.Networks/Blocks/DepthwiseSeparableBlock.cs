using RefCnn.Core.Layers;

namespace RefCnn.Networks.Blocks;

/// <summary>MobileNet's depthwise separable convolution (Howard et al. 2017, figure 3, right), under Keras's layer names.</summary>
internal static class DepthwiseSeparableBlock
{
    /// <summary>The epsilon of Keras's batch norm where a network does not set one.</summary>
    public const double Epsilon = 1e-3;

    /// <summary>Adds a 3×3 for each channel by itself, then a 1×1 across channels; batch norm and ReLU6 after both.</summary>
    public static int DepthwiseSeparable(this SeededNetworkBuilder builder, int block, int input, int outputs, int stride = 1)
    {
        int channels = builder.ShapeOf(input).Channels;
        string depthwise = $"conv_dw_{block}", pointwise = $"conv_pw_{block}";
        int x = builder.Convolution(depthwise, input, channels, 3, stride, SamePadding(stride), channels, bias: false);
        x = builder.NormRelu6(depthwise, x);
        return builder.NormRelu6(pointwise, builder.Convolution(pointwise, x, outputs, 1, bias: false));
    }

    /// <summary>Adds the batch norm and the ReLU6 that follow the convolution of that name.</summary>
    public static int NormRelu6(this SeededNetworkBuilder builder, string name, int input) =>
        builder.Add($"{name}_relu", new Clip(0, 6), builder.BatchNorm($"{name}_bn", input, Epsilon));

    /// <summary>The padding of a 3×3 that keeps ⌈extent ÷ stride⌉ as TensorFlow and Keras place it: at stride 2, an even extent is padded at its end only.</summary>
    public static Padding2D SamePadding(int stride) => stride == 1 ? 1 : new Padding2D(0, 0, 1, 1);
}
