using System.CommandLine;
using RefCnn.Cli.Conversions;
using RefCnn.Cli.Models;
using RefCnn.CoreML;
using RefCnn.Pictures;

namespace RefCnn.Cli.Commands;

/// <summary>The options of Core ML files: a picture as input, made ready by <c>--mean</c>, <c>--scale</c> and <c>--order</c>; class labels; what people read about the model.</summary>
internal sealed class CoreMlChoice
{
    private readonly Option<bool> image = new("--image-input") { Description = "Core ML: the only input is a picture, made ready by --mean, --scale and --order." };
    private readonly Option<string?> labels = new("--labels") { Description = "Core ML: a classifier of these classes, one a line.", HelpName = "FILE" };
    private readonly Option<string?> description = Text("--description", "what the model does");
    private readonly Option<string?> author = Text("--author", "who made it");
    private readonly Option<string?> license = Text("--license", "its licence");
    private readonly Option<string?> version = Text("--model-version", "its version");
    private readonly PictureChoice pictures = new();

    private Option[] Own => [image, labels, description, author, license, version];

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (Option option in Own) command.Options.Add(option);
        pictures.AddTo(command, withResize: false);
    }

    /// <summary>Adds what a command line says.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="writer">The format that is written.</param>
    /// <param name="options">The other options.</param>
    /// <exception cref="UsageException">An option is missing, or is not for this format.</exception>
    /// <exception cref="RefCnn.Core.RefCnnException">The labels cannot be read.</exception>
    public ConversionOptions Complete(ParseResult parsed, ModelWriter writer, ConversionOptions options)
    {
        if (!writer.IsCoreMl && Array.Find(Own, option => parsed.GetResult(option) is { Implicit: false }) is { } foreign)
            throw new UsageException($"{foreign.Name}: is for Core ML files; leave it out, or name an --output that ends in .mlmodel or .mlpackage");
        PictureOptions picture = pictures.Settings(parsed).Options;
        bool isPicture = parsed.GetValue(image), isPrepared = picture.Bgr || picture.Mean.Length > 0 || picture.Scale.Length > 0;
        if (isPrepared && !isPicture) throw new UsageException("--mean, --scale and --order make a picture ready; add --image-input");
        if (picture.Scale.Distinct().Count() > 1) throw new UsageException("--scale: Core ML multiplies all channels of a picture by one number");
        string?[] texts = [parsed.GetValue(description), parsed.GetValue(author), parsed.GetValue(license), parsed.GetValue(version)];
        return options with
        {
            Picture = isPicture ? picture : null,
            Labels = parsed.GetValue(labels) is { } file ? [.. LabelFile.Read(file)] : [],
            Metadata = texts.All(text => text is null) ? null : new ModelMetadata(texts[0] ?? "", texts[1] ?? "", texts[2] ?? "", texts[3] ?? ""),
        };
    }

    private static Option<string?> Text(string name, string says) => new(name) { Description = $"Core ML: {says}.", HelpName = "TEXT" };
}
