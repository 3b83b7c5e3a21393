using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks.Blocks;

namespace RefCnn.Networks.Transforms;

/// <summary>
/// CycleGAN's generator of nine residual blocks for 256×256 pictures: Zhu, Park, Isola and Efros 2017, appendix 7.2. docs/networks/cyclegan.md.
/// </summary>
internal static class CycleGan
{
    private const Normalization Norm = Normalization.Instance;

    /// <summary>Builds the network.</summary>
    public static Network Build(string name)
    {
        var builder = new SeededNetworkBuilder(name);
        int x = builder.ReflectionPad("conv1/pad", builder.Input("image", new Shape(1, 3, 256, 256)), 3);
        x = builder.ConvolutionNormRelu("conv1", x, 64, 7, 1, 0, Norm, 1);
        x = builder.ConvolutionNormRelu("down1", x, 128, 3, 2, 1, Norm);
        x = builder.ConvolutionNormRelu("down2", x, 256, 3, 2, 1, Norm);
        for (int block = 1; block <= 9; block++) x = Residual(builder, $"residual{block}", x);
        x = builder.UpNormRelu("up1", x, 128, 3, Norm);
        x = builder.UpNormRelu("up2", x, 64, 3, Norm);
        x = builder.Convolution("colours", builder.ReflectionPad("colours/pad", x, 3), 3, 7, gain: 0.75);
        builder.Output("picture", builder.Tanh("picture", x));
        return builder.Build();
    }

    // Unlike Johnson et al.'s block, padded by reflection before each convolution.
    private static int Residual(SeededNetworkBuilder builder, string name, int input)
    {
        int x = builder.ReflectionPad($"{name}/conv1/pad", input, 1);
        x = builder.ConvolutionNormRelu($"{name}/conv1", x, 256, 3, 1, 0, Norm);
        x = builder.ReflectionPad($"{name}/conv2/pad", x, 1);
        x = builder.Convolution($"{name}/conv2", x, 256, 3, bias: false);
        x = builder.InstanceNorm($"{name}/conv2/norm", x, TransformBlocks.BranchGain);
        return builder.Add($"{name}/add", new Binary(BinaryFunction.Add), input, x);
    }
}
