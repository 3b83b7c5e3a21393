using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using RefCnn.Applications;
using RefCnn.Cli.Models;
using RefCnn.Core;
using RefCnn.Networks.Detection;

namespace RefCnn.Cli.Applications;

/// <summary>The options that say how objects are found and called: <c>--anchors</c>, <c>--threshold</c>, <c>--overlap-limit</c>, <c>--labels</c>.</summary>
internal sealed class FindChoice
{
    private readonly Option<string?> anchors = new("--anchors") { Description = "The detector's anchors in cells of its map: width,height,width,height,…; otherwise the sample's, or YOLOv2's for COCO.", HelpName = "W,H,..." };
    private readonly Option<double> threshold = Part("--threshold", "Keep boxes whose score is greater.", 0.4);
    private readonly Option<double> overlap = Part("--overlap-limit", "The largest overlap of two boxes of a class: intersection over union.", 0.45);
    private readonly Option<string?> labels = new("--labels") { Description = "The classes' names, one a line.", HelpName = "FILE" };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[anchors, threshold, overlap, labels]) command.Options.Add(option);
    }

    /// <summary>How a detector finds objects.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="detector">The detector.</param>
    /// <exception cref="UsageException">The anchors cannot be read.</exception>
    public FindOptions Of(ParseResult parsed, Network detector) => new(Anchors(parsed.GetValue(anchors), detector), parsed.GetValue(threshold), parsed.GetValue(overlap));

    /// <summary>What classes are called.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="network">The network whose classes they are.</param>
    /// <returns>The name of a class; its number where it has none.</returns>
    /// <exception cref="RefCnnException">The labels cannot be read.</exception>
    public Func<int, string> Names(ParseResult parsed, Network network)
    {
        ImmutableArray<string> names = parsed.GetValue(labels) is { } file ? [.. LabelFile.Read(file)] : Samples.Of(network)?.Labels ?? [];
        return index => index < names.Length ? names[index] : index.ToString(CultureInfo.InvariantCulture);
    }

    private static ImmutableArray<YoloAnchor> Anchors(string? text, Network detector)
    {
        if (text is null) return Samples.Of(detector) is { Anchors.IsEmpty: false } sample ? sample.Anchors : YoloAnchors.Coco;
        string[] parts = text.Split(',');
        double[] numbers = [.. parts.Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > 0 && double.IsFinite(number)
            ? number
            : throw new UsageException($"--anchors '{text}': '{part}' is no extent above 0"))];
        return numbers.Length % 2 == 0
            ? [.. numbers.Chunk(2).Select(pair => new YoloAnchor(pair[0], pair[1]))]
            : throw new UsageException($"--anchors '{text}': has {numbers.Length} numbers; expected pairs of width and height");
    }

    private static Option<double> Part(string name, string description, double otherwise)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "0..1", DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out double part) && part is not (>= 0 and <= 1))
                result.AddError($"{name} is {result.Tokens[0].Value}; expected 0 to 1");
        });
        return option;
    }
}
