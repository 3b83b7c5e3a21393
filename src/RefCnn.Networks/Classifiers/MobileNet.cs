using RefCnn.Core;
using RefCnn.Networks.Blocks;

namespace RefCnn.Networks.Classifiers;

/// <summary>MobileNet 1.0 at 224 (Howard et al. 2017, table 1) as Keras defines it: ReLU6, no bias before a batch norm.</summary>
internal static class MobileNet
{
    /// <summary>Builds it.</summary>
    public static Network Build()
    {
        var builder = new SeededNetworkBuilder("mobilenet");
        int x = builder.Convolution("conv1", builder.Image(224), 32, 3, 2, DepthwiseSeparableBlock.SamePadding(2), bias: false);
        x = builder.NormRelu6("conv1", x);
        (int Outputs, int Stride)[] blocks =
        [
            (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1),
        ];
        for (int block = 1; block <= blocks.Length; block++)
            x = builder.DepthwiseSeparable(block, x, blocks[block - 1].Outputs, blocks[block - 1].Stride);
        x = builder.Convolution("conv_preds", builder.GlobalAverage("global_average_pooling2d", x), ClassifierBlocks.Classes, 1, gain: 8);
        return builder.Classify("predictions", builder.Flatten("reshape_2", x));
    }
}
