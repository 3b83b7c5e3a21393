using RefCnn.Core;
using RefCnn.Networks.Blocks;

namespace RefCnn.Networks.Classifiers;

/// <summary>SqueezeNet 1.0 (Iandola et al. 2016, table 1) as its authors' Caffe model deploys it, at 227×227.</summary>
internal static class SqueezeNet
{
    /// <summary>Builds it.</summary>
    public static Network Build()
    {
        var builder = new SeededNetworkBuilder("squeezenet");
        int x = builder.ConvolutionRelu("conv1", "relu_conv1", builder.Image(227), 96, 7, 2);
        x = builder.Fire("fire2", builder.CaffeMaxPool("pool1", x, 3, 2), 16, 64);
        x = builder.Fire("fire3", x, 16, 64);
        x = builder.Fire("fire4", x, 32, 128);
        x = builder.Fire("fire5", builder.CaffeMaxPool("pool4", x, 3, 2), 32, 128);
        x = builder.Fire("fire6", x, 48, 192);
        x = builder.Fire("fire7", x, 48, 192);
        x = builder.Fire("fire8", x, 64, 256);
        x = builder.Fire("fire9", builder.CaffeMaxPool("pool8", x, 3, 2), 64, 256);
        // The authors' model pads this 1×1, so that a rim of biases enters the mean.
        x = builder.ConvolutionRelu("conv10", "relu_conv10", x, ClassifierBlocks.Classes, 1, 1, 1);
        return builder.Classify("prob", builder.Flatten("flatten", builder.GlobalAverage("pool10", x)));
    }
}
