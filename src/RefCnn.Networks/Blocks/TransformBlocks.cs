using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Networks.Blocks;

/// <summary>The steps that networks from picture to picture are made of.</summary>
internal static class TransformBlocks
{
    /// <summary>
    /// Adds a transposed convolution. Its fan-in is what meets in an output on average: inputs × taps ÷ stride². <paramref name="gain"/> is as for
    /// <see cref="SeededNetworkBuilder.Convolution"/>.
    /// </summary>
    public static int TransposedConvolution(
        this SeededNetworkBuilder builder,
        string name,
        int input,
        int outputs,
        Size2D kernel,
        int stride,
        Padding2D padding = default,
        Size2D outputPadding = default,
        bool bias = false,
        double gain = 2)
    {
        int inputs = builder.ShapeOf(input).Channels;
        Tensor<float> weight = builder.Parameters.Weight(
            $"{name}/weight", new Shape(inputs, outputs, kernel.Height, kernel.Width), inputs * kernel.Height * kernel.Width / (stride * stride), gain);
        Tensor<float>? shift = bias ? builder.Parameters.Centred($"{name}/bias", new Shape(outputs), 0.125) : null;
        return builder.Add(name, new ConvTranspose2D(Window2D.Of(kernel, stride, padding), weight, shift, OutputPadding: outputPadding), input);
    }

    /// <summary>Convolution without bias, norm, ReLU.</summary>
    public static int ConvolutionNormRelu(
        this SeededNetworkBuilder builder, string name, int input, int outputs, int kernel, int stride, int padding, Normalization normalization, double gain = 2)
    {
        int x = builder.Convolution(name, input, outputs, kernel, stride, padding, bias: false, gain: gain);
        return builder.NormRelu(name, x, normalization);
    }

    /// <summary>A 3×3 or 4×4 transposed convolution that doubles both extents, norm, ReLU.</summary>
    public static int UpNormRelu(this SeededNetworkBuilder builder, string name, int input, int outputs, int kernel, Normalization normalization, double gain = 2)
    {
        // (extent − 1) · 2 + kernel − 2 · 1 + output padding = 2 · extent.
        int x = builder.TransposedConvolution(name, input, outputs, kernel, 2, 1, outputPadding: 4 - kernel, gain: gain);
        return builder.NormRelu(name, x, normalization);
    }

    /// <summary>
    /// Johnson et al.'s residual block: 3×3, norm, ReLU, 3×3, norm, added to the input; nothing after the sum. Without padding the two convolutions lose two
    /// rows and columns on each side, and so the input is cropped by as much.
    /// </summary>
    public static int ResidualBlock(this SeededNetworkBuilder builder, string name, int input, Normalization normalization, bool padded, double gain = 2)
    {
        Shape shape = builder.ShapeOf(input);
        int padding = padded ? 1 : 0;
        int x = builder.ConvolutionNormRelu($"{name}/conv1", input, shape.Channels, 3, 1, padding, normalization, gain);
        x = builder.Convolution($"{name}/conv2", x, shape.Channels, 3, 1, padding, bias: false, gain: gain);
        x = builder.Norm($"{name}/conv2/norm", x, normalization, BranchGain);
        int skip = padded ? input : builder.Add($"{name}/crop", Crop(shape, 2), input);
        return builder.Add($"{name}/add", new Binary(BinaryFunction.Add), skip, x);
    }

    /// <summary>Mirrors rows and columns at all four edges.</summary>
    public static int ReflectionPad(this SeededNetworkBuilder builder, string name, int input, int samples) =>
        builder.Add(name, new Pad([0, 0, samples, samples], [0, 0, samples, samples], PadMode.Reflect), input);

    /// <summary>Adds a leaky ReLU.</summary>
    public static int LeakyRelu(this SeededNetworkBuilder builder, string name, int input, float slope) => builder.Add(name, new LeakyRelu(slope), input);

    /// <summary>Adds a tanh.</summary>
    public static int Tanh(this SeededNetworkBuilder builder, string name, int input) => builder.Add(name, new Tanh(), input);

    /// <summary>Norm and ReLU, named after the convolution that they follow.</summary>
    public static int NormRelu(this SeededNetworkBuilder builder, string name, int input, Normalization normalization) =>
        builder.Relu($"{name}/relu", builder.Norm($"{name}/norm", input, normalization));

    // Branches of half the trunk's scale: the sum's variance then grows by a quarter a block, not twofold.
    internal const double BranchGain = 0.5;

    private static Slice Crop(Shape shape, int side) =>
        new([0, 0, side, side], [shape.Batch, shape.Channels, shape.Height - (2 * side), shape.Width - (2 * side)], [1, 1, 1, 1]);
}
