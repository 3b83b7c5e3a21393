using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Networks.Blocks;
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
        new("conv-deconv-bn", "ConvDeconvNet (BN)", "Johnson et al. 2016, supplementary", () => ConvDeconvNet.Full("conv-deconv-bn", Normalization.Batch)),
        new("conv-deconv-in", "ConvDeconvNet (IN)", "Johnson et al. 2016; Ulyanov et al. 2016", () => ConvDeconvNet.Full("conv-deconv-in", Normalization.Instance)),
        new("conv-deconv-reduced-bn", "ConvDeconvNet reduced (BN)", "the paper's table, column b", () => ConvDeconvNet.Reduced("conv-deconv-reduced-bn", Normalization.Batch)),
        new("conv-deconv-reduced-in", "ConvDeconvNet reduced (IN)", "the paper's table, column b", () => ConvDeconvNet.Reduced("conv-deconv-reduced-in", Normalization.Instance)),
        new("multi-style", "Multi-style", "Yanai and Tanno 2017", () => MultiStyle.Build("multi-style")),
        new("pix2pix", "pix2pix", "Isola et al. 2017, 6.1.1", () => Pix2Pix.Build("pix2pix")),
        new("cyclegan", "CycleGAN", "Zhu et al. 2017, 7.2", () => CycleGan.Build("cyclegan")),
        new("text-eraser", "Text eraser", "Nakamura et al. 2017", () => TextEraser.Build("text-eraser")),
        new("yolo-v2", "YOLOv2", "Redmon and Farhadi 2017; Darknet's yolov2.cfg", () => YoloV2.Build("yolo-v2")),
    ];

    /// <summary>The network of that name, without the prefix.</summary>
    /// <param name="name">E.g. <c>vgg16</c>.</param>
    /// <exception cref="RefCnnException">There is none.</exception>
    public static ZooNetwork Find(string name) =>
        All.FirstOrDefault(network => network.Name == name)
        ?? throw new RefCnnException($"the zoo has no network '{name}'; it has {string.Join(", ", All.Select(network => network.Name))}");
}
