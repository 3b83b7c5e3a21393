using RefCnn.Core;
using RefCnn.Networks.Blocks;

namespace RefCnn.Networks.Classifiers;

/// <summary>ResNet-50 (He et al. 2016, table 1) as Keras defines it.</summary>
internal static class ResNet50
{
    /// <summary>Builds it.</summary>
    public static Network Build()
    {
        var builder = new SeededNetworkBuilder("resnet50");
        int x = builder.Convolution("conv1_conv", builder.Image(224), 64, 7, 2, 3);
        x = builder.Relu("conv1_relu", builder.BatchNorm("conv1_bn", x, BottleneckBlock.Epsilon));
        x = builder.MaxPool("pool1_pool", x, 3, 2, 1);
        x = Stage(builder, "conv2", x, 64, 3, 1);
        x = Stage(builder, "conv3", x, 128, 4, 2);
        x = Stage(builder, "conv4", x, 256, 6, 2);
        x = Stage(builder, "conv5", x, 512, 3, 2);
        x = builder.Flatten("avg_pool/flatten", builder.GlobalAverage("avg_pool", x));
        return builder.Classify("predictions/softmax", builder.Dense("predictions", x, ClassifierBlocks.Classes, gain: 4));
    }

    private static int Stage(SeededNetworkBuilder builder, string name, int input, int width, int blocks, int stride)
    {
        int x = builder.Bottleneck($"{name}_block1", input, width, stride, project: true);
        for (int block = 2; block <= blocks; block++) x = builder.Bottleneck($"{name}_block{block}", x, width, 1, project: false);
        return x;
    }
}
