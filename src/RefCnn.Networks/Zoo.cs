using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Networks.Classifiers;

namespace RefCnn.Networks;

/// <summary>Every network of the paper: one line each.</summary>
public static class Zoo
{
    /// <summary>What a model's name starts with where it stands for a network of the zoo.</summary>
    public const string Prefix = "zoo:";

    /// <summary>The networks, in the order of tables.</summary>
    public static ImmutableArray<ZooNetwork> All { get; } =
    [
        new("alexnet", "AlexNet", "Krizhevsky et al. 2012; Caffe's bvlc_alexnet", AlexNet.Build),
        new("alexnet-bn", "AlexNet+BN", "AlexNet with batch norm in place of response normalisation", AlexNet.BuildWithBatchNorm),
        new("nin", "NIN", "Lin et al. 2014; the authors' ImageNet model for Caffe", Nin.Build),
        new("nin-bn", "NIN+BN", "NIN with batch norm after every convolution", Nin.BuildWithBatchNorm),
        new("googlenet", "GoogLeNet", "Szegedy et al. 2015; Caffe's bvlc_googlenet", GoogLeNet.Build),
        new("vgg16", "VGG16", "Simonyan and Zisserman 2015, configuration D", Vgg16.Build),
        new("vgg19", "VGG19", "Simonyan and Zisserman 2015, configuration E", Vgg19.Build),
        new("inception-v3", "Inception-v3", "Szegedy et al. 2016; Keras's inception_v3", InceptionV3.Build),
        new("resnet50", "ResNet50", "He et al. 2016; Keras's resnet", ResNet50.Build),
        new("squeezenet", "SqueezeNet 1.0", "Iandola et al. 2016; the authors' model for Caffe", SqueezeNet.Build),
        new("mobilenet", "MobileNet 1.0", "Howard et al. 2017; Keras's mobilenet", MobileNet.Build),
    ];

    /// <summary>The network of that name, without the prefix.</summary>
    /// <param name="name">E.g. <c>vgg16</c>.</param>
    /// <exception cref="RefCnnException">There is none.</exception>
    public static ZooNetwork Find(string name) =>
        All.FirstOrDefault(network => network.Name == name)
        ?? throw new RefCnnException($"the zoo has no network '{name}'; it has {string.Join(", ", All.Select(network => network.Name))}");
}
