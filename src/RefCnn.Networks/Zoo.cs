using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Networks.Blocks;
using RefCnn.Networks.Classifiers;
using RefCnn.Networks.Detection;
using RefCnn.Networks.Transforms;

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
        new("conv-deconv-bn", "ConvDeconvNet (BN)", "Johnson et al. 2016, supplementary", () => ConvDeconvNet.Full("conv-deconv-bn", Normalization.Batch)),
        new("conv-deconv-in", "ConvDeconvNet (IN)", "Johnson et al. 2016; Ulyanov et al. 2016", () => ConvDeconvNet.Full("conv-deconv-in", Normalization.Instance)),
        new("conv-deconv-reduced-bn", "ConvDeconvNet reduced (BN)", "the paper's table, column b", () => ConvDeconvNet.Reduced("conv-deconv-reduced-bn", Normalization.Batch)),
        new("conv-deconv-reduced-in", "ConvDeconvNet reduced (IN)", "the paper's table, column b", () => ConvDeconvNet.Reduced("conv-deconv-reduced-in", Normalization.Instance)),
        new("multi-style", "Multi-style", "Yanai and Tanno 2017", () => MultiStyle.Build("multi-style")),
        new("pix2pix", "pix2pix", "Isola et al. 2017, 6.1.1", () => Pix2Pix.Build("pix2pix")),
        new("cyclegan", "CycleGAN", "Zhu et al. 2017, 7.2", () => CycleGan.Build("cyclegan")),
        new("text-eraser", "Text eraser", "Nakamura et al. 2017", () => TextEraser.Build("text-eraser")),
        new("yolo-v2", "YOLOv2", "Redmon and Farhadi 2017; Darknet's yolov2.cfg", () => YoloV2.Build("yolo-v2")),
        new("calorie", "Calorie network", "Ege and Yanai 2017, on Inception-v3", () => CalorieNetwork.Build("calorie")),
    ];

    /// <summary>The network of that name, without the prefix.</summary>
    /// <param name="name">E.g. <c>vgg16</c>.</param>
    /// <exception cref="RefCnnException">There is none.</exception>
    public static ZooNetwork Find(string name) =>
        All.FirstOrDefault(network => network.Name == name)
        ?? throw new RefCnnException($"the zoo has no network '{name}'; it has {string.Join(", ", All.Select(network => network.Name))}");

    /// <summary>The reduced ConvDeconvNet (BN) for pictures of another size than the paper's 640×480, which nothing in it depends on.</summary>
    /// <param name="name">Its name, which seeds the weights.</param>
    /// <param name="picture">[1, 3, height, width], height and width multiples of 8.</param>
    /// <exception cref="RefCnnException">The shape is another.</exception>
    public static Network ReducedConvDeconv(string name, Shape picture) => picture is { Rank: 4, Batch: 1, Channels: 3 } && picture.Height % 8 == 0 && picture.Width % 8 == 0
        ? ConvDeconvNet.Reduced(name, Normalization.Batch, picture)
        : throw new RefCnnException($"network '{name}': picture has shape {picture}; expected [1, 3, height, width] with height and width multiples of 8");
}
