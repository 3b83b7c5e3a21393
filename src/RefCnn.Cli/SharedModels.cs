using System.Collections.Immutable;

namespace RefCnn.Cli;

/// <summary>A third-party model with an input and the outputs that an independent program computed for it.</summary>
/// <param name="Name">Its case is <c>model/&lt;name&gt;</c>.</param>
/// <param name="Model">The model's file, relative to the data folder, or the whole path of one that comes with the tool.</param>
/// <param name="Input">The input's file.</param>
/// <param name="Outputs">The outputs' files, in the network's order.</param>
/// <param name="Weights">The weights' file, for formats that keep them apart; or null.</param>
/// <param name="OpenInput">The name of an input whose shape is that of the stored array and not the model's; or null.</param>
internal sealed record SharedModel(string Name, string Model, string Input, ImmutableArray<string> Outputs, string? Weights = null, string? OpenInput = null)
{
    /// <summary>The case's identifier.</summary>
    public string Id => $"{SharedModels.Kind}/{Name}";
}

/// <summary>The third-party models that are verified where their folder is found. They are not part of the repository.</summary>
internal static class SharedModels
{
    /// <summary>The kind of their cases in tables and reports.</summary>
    public const string Kind = "model";

    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "REFCNN_DATA";

    /// <summary>Every model: one line each.</summary>
    public static ImmutableArray<SharedModel> All { get; } =
    [
        new("mnist_8-0", "mnist-cntk/mnist_8.onnx", "mnist-cntk/mnist_8_0.x.npy", ["mnist-cntk/mnist_8_0.y.npy"]),
        new("mnist_8-1", "mnist-cntk/mnist_8.onnx", "mnist-cntk/mnist_8_1.x.npy", ["mnist-cntk/mnist_8_1.y.npy"]),
        new("mnist_8-2", "mnist-cntk/mnist_8.onnx", "mnist-cntk/mnist_8_2.x.npy", ["mnist-cntk/mnist_8_2.y.npy"]),
        new(
            "version-RFB-320_simplified",
            "ultraface-rfb320/version-RFB-320_simplified.onnx",
            "ultraface-rfb320/version-RFB-320_simplified.x.npy",
            ["ultraface-rfb320/version-RFB-320_simplified.y0.npy", "ultraface-rfb320/version-RFB-320_simplified.y1.npy"]),
        new("style-matta", "style-matta/style.onnx", "style-matta/chelsea.x.npy", ["style-matta/chelsea.y.npy"]),
        new("squeezenet-dc", "squeezenet-dc/SqueezeNet_deploy.prototxt", "squeezenet-dc/chelsea.x.npy", ["squeezenet-dc/chelsea.y.npy"], "squeezenet-dc/squeezenet.caffemodel"),
        Cascade("det1", 2),
        Cascade("det2", 2),
        Cascade("det3", 3),
        new(
            "RFB-320-caffe",
            "ultraface-rfb320/RFB-320.prototxt",
            "ultraface-rfb320/version-RFB-320_simplified.x.npy",
            ["ultraface-rfb320/version-RFB-320_simplified.y1.npy", "ultraface-rfb320/version-RFB-320_simplified.y0.npy"],
            "ultraface-rfb320/RFB-320.caffemodel"),
        new(
            "fer2013_mini_XCEPTION",
            "xception-keras/fer2013_mini_XCEPTION.102-0.66.hdf5",
            "xception-keras/fer2013_mini_XCEPTION.102-0.66.x.npy",
            ["xception-keras/fer2013_mini_XCEPTION.102-0.66.y.npy"]),
        new(
            "waifu2x-vgg7",
            Path.Combine(AppContext.BaseDirectory, "models", "waifu2x-vgg7.json"),
            "waifu2x-chainer-vgg7/anime_style_scale_rgb.x.npy",
            ["waifu2x-chainer-vgg7/anime_style_scale_rgb.y.npy"],
            "waifu2x-chainer-vgg7/anime_style_scale_rgb.npz"),
    ];

    /// <summary>The folder that REFCNN_DATA names, or else shared/data in the working directory or above it; null where there is none.</summary>
    public static string? FindDirectory()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return Directory.Exists(named) ? named : null;
        for (string? directory = Directory.GetCurrentDirectory(); directory is not null; directory = Path.GetDirectoryName(directory))
        {
            string candidate = Path.Combine(directory, "shared", "data");
            if (Directory.Exists(candidate)) return candidate;
        }

        return null;
    }

    private static SharedModel Cascade(string name, int outputs) => new(
        $"mtcnn-{name}",
        $"mtcnn-caffe/{name}.prototxt",
        $"mtcnn-caffe/{name}.x.npy",
        [.. Enumerable.Range(0, outputs).Select(output => $"mtcnn-caffe/{name}.y{output}.npy")],
        $"mtcnn-caffe/{name}.caffemodel",
        OpenInput: "data");
}
