using RefCnn.Core;
using RefCnn.Networks.Blocks;

namespace RefCnn.Networks.Classifiers;

/// <summary>Inception-v3 (Szegedy et al. 2016) as Keras defines it, at 299×299, without the auxiliary classifier.</summary>
internal static class InceptionV3
{
    /// <summary>Builds it.</summary>
    public static Network Build()
    {
        var builder = new SeededNetworkBuilder("inception-v3");
        int x = builder.Flatten("avg_pool/flatten", Body(builder, builder.Image(299)));
        return builder.Classify("predictions/softmax", builder.Dense("predictions", x, ClassifierBlocks.Classes, gain: 0.25));
    }

    /// <summary>Adds everything up to the mean of each of the 2048 channels, [1, 2048, 1, 1].</summary>
    public static int Body(SeededNetworkBuilder builder, int image)
    {
        int x = builder.ConvolutionNormRelu("conv2d_1a_3x3", image, 32, 3, 2, valid: true);
        x = builder.ConvolutionNormRelu("conv2d_2a_3x3", x, 32, 3, valid: true);
        x = builder.MaxPool("maxpool_3a_3x3", builder.ConvolutionNormRelu("conv2d_2b_3x3", x, 64, 3), 3, 2);
        x = builder.ConvolutionNormRelu("conv2d_3b_1x1", x, 80, 1, valid: true);
        x = builder.MaxPool("maxpool_5a_3x3", builder.ConvolutionNormRelu("conv2d_4a_3x3", x, 192, 3, valid: true), 3, 2);
        x = builder.Mixed35("mixed0", x, 32);
        x = builder.Mixed35("mixed1", x, 64);
        x = builder.Mixed35("mixed2", x, 64);
        x = builder.Reduce35("mixed3", x);
        x = builder.Mixed17("mixed4", x, 128);
        x = builder.Mixed17("mixed5", x, 160);
        x = builder.Mixed17("mixed6", x, 160);
        x = builder.Mixed17("mixed7", x, 192);
        x = builder.Reduce17("mixed8", x);
        x = builder.Mixed8("mixed9", x);
        x = builder.Mixed8("mixed10", x);
        return builder.GlobalAverage("avg_pool", x);
    }
}
