using RefCnn.Core;
using RefCnn.Networks.Blocks;

namespace RefCnn.Networks.Classifiers;

/// <summary>AlexNet (Krizhevsky, Sutskever and Hinton 2012) as Caffe's bvlc_alexnet defines it: two groups, overlapping pooling, response normalisation.</summary>
internal static class AlexNet
{
    /// <summary>With local response normalisation, as published.</summary>
    public static Network Build() => Build("alexnet", (builder, name, input) => builder.ResponseNorm(name, input));

    /// <summary>With batch norm in place of both local response normalisations; ε is Caffe's.</summary>
    public static Network BuildWithBatchNorm() => Build("alexnet-bn", (builder, name, input) => builder.BatchNorm(name, input, 1e-5));

    private static Network Build(string name, Func<SeededNetworkBuilder, string, int, int> norm)
    {
        var builder = new SeededNetworkBuilder(name);
        int x = builder.ConvolutionRelu("conv1", "relu1", builder.Image(224), 96, 11, 4);
        x = builder.CaffeMaxPool("pool1", norm(builder, "norm1", x), 3, 2);
        x = builder.ConvolutionRelu("conv2", "relu2", x, 256, 5, 1, 2, groups: 2);
        x = builder.CaffeMaxPool("pool2", norm(builder, "norm2", x), 3, 2);
        x = builder.ConvolutionRelu("conv3", "relu3", x, 384, 3, 1, 1);
        x = builder.ConvolutionRelu("conv4", "relu4", x, 384, 3, 1, 1, groups: 2);
        x = builder.ConvolutionRelu("conv5", "relu5", x, 256, 3, 1, 1, groups: 2);
        x = builder.Flatten("flatten", builder.CaffeMaxPool("pool5", x, 3, 2));
        x = builder.Relu("relu6", builder.Dense("fc6", x, 4096));
        x = builder.Relu("relu7", builder.Dense("fc7", x, 4096));
        return builder.Classify("prob", builder.Dense("fc8", x, ClassifierBlocks.Classes, gain: 0.5));
    }
}
