using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks.Blocks;

namespace RefCnn.Networks.Classifiers;

/// <summary>GoogLeNet (Szegedy et al. 2015, table 1) as Caffe's bvlc_googlenet deploys it: with response normalisation, without the auxiliary classifiers.</summary>
internal static class GoogLeNet
{
    /// <summary>Builds it.</summary>
    public static Network Build()
    {
        var builder = new SeededNetworkBuilder("googlenet");
        int x = builder.ConvolutionRelu("conv1/7x7_s2", "conv1/relu_7x7", builder.Image(224), 64, 7, 2, 3);
        x = builder.ResponseNorm("pool1/norm1", builder.CaffeMaxPool("pool1/3x3_s2", x, 3, 2));
        x = builder.ConvolutionRelu("conv2/3x3_reduce", "conv2/relu_3x3_reduce", x, 64, 1);
        x = builder.ConvolutionRelu("conv2/3x3", "conv2/relu_3x3", x, 192, 3, 1, 1);
        x = builder.CaffeMaxPool("pool2/3x3_s2", builder.ResponseNorm("conv2/norm2", x), 3, 2);
        x = builder.Inception("inception_3a", x, new(64, 96, 128, 16, 32, 32));
        x = builder.Inception("inception_3b", x, new(128, 128, 192, 32, 96, 64));
        x = builder.CaffeMaxPool("pool3/3x3_s2", x, 3, 2);
        x = builder.Inception("inception_4a", x, new(192, 96, 208, 16, 48, 64));
        x = builder.Inception("inception_4b", x, new(160, 112, 224, 24, 64, 64));
        x = builder.Inception("inception_4c", x, new(128, 128, 256, 24, 64, 64));
        x = builder.Inception("inception_4d", x, new(112, 144, 288, 32, 64, 64));
        x = builder.Inception("inception_4e", x, new(256, 160, 320, 32, 128, 128));
        x = builder.CaffeMaxPool("pool4/3x3_s2", x, 3, 2);
        x = builder.Inception("inception_5a", x, new(256, 160, 320, 32, 128, 128));
        x = builder.Inception("inception_5b", x, new(384, 192, 384, 48, 128, 128));
        x = builder.Add("pool5/7x7_s1", new AveragePool2D(Window2D.Of(7), PoolRounding.CeilCaffe), x);
        return builder.Classify("prob", builder.Dense("loss3/classifier", builder.Flatten("flatten", x), ClassifierBlocks.Classes, gain: 0.5));
    }
}
