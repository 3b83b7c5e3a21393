using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks.Blocks;

namespace RefCnn.Networks.Transforms;

/// <summary>
/// ConvDeconvNet, the network of fast style transfer: Johnson, Alahi and Fei-Fei 2016 with its supplementary material's layers, and a reduced form of the same
/// shape. Input and output are 640×480 pictures. docs/networks/conv-deconv.md has the table.
/// </summary>
internal static class ConvDeconvNet
{
    /// <summary>The output's range: ±150 about the mean colour, as Johnson et al. scale their tanh.</summary>
    public const float OutputRange = 150;

    /// <summary>Height and width of the pictures: 640×480 as people write it.</summary>
    public static Shape Picture => new(1, 3, 480, 640);

    /// <summary>The published form: reflection padding by 40 is used up by five residual blocks of unpadded convolutions.</summary>
    public static Network Full(string name, Normalization normalization)
    {
        var builder = new SeededNetworkBuilder(name);
        int x = Encode(builder, builder.Input("image", Picture), normalization);
        builder.Output("picture", Decode(builder, Residuals(builder, x, normalization, padded: false), normalization));
        return builder.Build();
    }

    /// <summary>The reduced form: a quarter of the work, by a third halving and fewer channels at full size.</summary>
    public static Network Reduced(string name, Normalization normalization) => Reduced(name, normalization, Picture);

    /// <summary>The reduced form for pictures of other extents; height and width are multiples of 8.</summary>
    public static Network Reduced(string name, Normalization normalization, Shape picture)
    {
        var builder = new SeededNetworkBuilder(name);
        int x = builder.ConvolutionNormRelu("conv1", builder.Input("image", picture), 16, 5, 1, 2, normalization, InputGain);
        x = builder.ConvolutionNormRelu("conv2", x, 32, 4, 2, 1, normalization, Gain);
        x = builder.ConvolutionNormRelu("conv3", x, 64, 4, 2, 1, normalization, Gain);
        x = builder.ConvolutionNormRelu("conv4", x, 128, 4, 2, 1, normalization, Gain);
        x = Residuals(builder, x, normalization, padded: true);
        x = builder.UpNormRelu("deconv1", x, 64, 4, normalization, Gain);
        x = builder.UpNormRelu("deconv2", x, 32, 4, normalization, Gain);
        x = builder.UpNormRelu("deconv3", x, 16, 4, normalization, Gain);
        builder.Output("picture", Colours(builder, x, 5, normalization));
        return builder.Build();
    }

    /// <summary>Picture to 128 channels at a quarter of the padded size.</summary>
    internal static int Encode(SeededNetworkBuilder builder, int image, Normalization normalization)
    {
        int x = builder.ReflectionPad("pad", image, 40);
        x = builder.ConvolutionNormRelu("conv1", x, 32, 9, 1, 4, normalization, InputGain);
        x = builder.ConvolutionNormRelu("conv2", x, 64, 3, 2, 1, normalization, Gain);
        return builder.ConvolutionNormRelu("conv3", x, 128, 3, 2, 1, normalization, Gain);
    }

    /// <summary>Five residual blocks.</summary>
    internal static int Residuals(SeededNetworkBuilder builder, int input, Normalization normalization, bool padded)
    {
        int x = input;
        for (int block = 1; block <= 5; block++) x = builder.ResidualBlock($"residual{block}", x, normalization, padded, Gain);
        return x;
    }

    /// <summary>128 channels to a picture of four times the extents.</summary>
    internal static int Decode(SeededNetworkBuilder builder, int input, Normalization normalization)
    {
        int x = builder.UpNormRelu("deconv1", input, 64, 3, normalization, Gain);
        x = builder.UpNormRelu("deconv2", x, 32, 3, normalization, Gain);
        return Colours(builder, x, 9, normalization);
    }

    // Pictures have a variance of 1, which is what batch norm's statistics expect of a convolution.
    private const double InputGain = 1;

    // Less than He's 2, for batch norm's shifts and the spread of its scales add to the variance.
    private const double Gain = 1.5;

    // The last convolution feeds tanh: a small gain keeps it out of saturation, smaller where the norms do not hold the scale.
    private static int Colours(SeededNetworkBuilder builder, int input, int kernel, Normalization normalization)
    {
        int x = builder.Convolution("colours", input, 3, kernel, 1, kernel / 2, gain: normalization == Normalization.Batch ? 0.25 : 0.75);
        x = builder.Tanh("tanh", x);
        int range = builder.Add("range", new Constant(new Tensor<float>(new Shape(1), [OutputRange])));
        return builder.Add("picture", new Binary(BinaryFunction.Mul), x, range);
    }
}
