using System.Collections.Immutable;
using System.CommandLine;
using RefCnn.Cli.Models;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.Formats.Images;

namespace RefCnn.Cli.Commands;

/// <summary>The options of Core ML files: a picture as input, made ready by <c>--mean</c>, <c>--scale</c> and <c>--order</c>, and class labels.</summary>
internal sealed class CoreMlChoice
{
    /// <summary>The extensions of Core ML files.</summary>
    public static readonly ImmutableArray<string> Extensions = [".mlmodel", ".mlpackage"];

    private readonly Option<bool> image = new("--image-input") { Description = "Core ML: the only input is a picture, made ready by --mean, --scale and --order." };
    private readonly Option<string?> labels = new("--labels") { Description = "Core ML: a classifier of these classes, one a line.", HelpName = "FILE" };
    private readonly PictureChoice pictures = new();

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(image);
        command.Options.Add(labels);
        pictures.AddTo(command, withResize: false);
    }

    /// <summary>Writes a Core ML file, if the path is one of its names.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="halves">Whether numbers are float16.</param>
    /// <param name="network">Makes the network.</param>
    /// <returns>The network; null where the path is none of Core ML's.</returns>
    /// <exception cref="UsageException">An option is missing, or is not for this format.</exception>
    /// <exception cref="RefCnnException">The network or the labels cannot be read, or Core ML cannot express the network.</exception>
    public Network? Write(ParseResult parsed, string path, bool halves, Func<Network> network)
    {
        PictureOptions picture = pictures.Settings(parsed).Options;
        bool chosen = parsed.GetValue(image), prepared = picture.Bgr || picture.Mean.Length > 0 || picture.Scale.Length > 0;
        if (prepared && !chosen) throw new UsageException("--mean, --scale and --order make a picture ready; add --image-input");
        if (!CoreMlReader.Recognizes(path))
        {
            return chosen || parsed.GetValue(labels) is not null
                ? throw new UsageException($"--output {path}: --image-input and --labels are for Core ML files: {string.Join(" or ", Extensions)}")
                : null;
        }

        if (picture.Scale.Distinct().Count() > 1) throw new UsageException("--scale: Core ML multiplies all channels of a picture by one number");
        string[] names = parsed.GetValue(labels) is { } file ? LabelFile.Read(file) : [];
        Network loaded = network();
        CoreMlModel.Write(loaded, path, new EmitOptions(
            halves ? CoreMlPrecision.Float16 : CoreMlPrecision.Float32, chosen ? Input(loaded, picture) : null, [.. names]));
        return loaded;
    }

    // (pixel − mean) · scale = scale · pixel − mean · scale.
    private static ImageInput Input(Network network, PictureOptions picture)
    {
        Shape shape = network.Shapes[network.Inputs[0]];
        int channels = shape.Rank == 4 ? shape.Channels : 0;
        float scale = picture.Scale.Length > 0 ? picture.Scale[0] : 1;
        if (picture.Mean.Length > 1 && picture.Mean.Length != channels) throw new UsageException($"--mean: {picture.Mean.Length} numbers for an input of shape {shape}");
        ImmutableArray<float> bias = picture.Mean.IsDefaultOrEmpty ? default : [.. Enumerable.Range(0, channels).Select(channel => -scale * picture.Mean[picture.Mean.Length == 1 ? 0 : channel])];
        return new ImageInput(channels == 1 ? ImageColor.Grayscale : picture.Bgr ? ImageColor.Bgr : ImageColor.Rgb, scale, bias);
    }
}
