using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using RefCnn.Applications;
using RefCnn.Cli.Models;
using RefCnn.Core.Layers;
using RefCnn.Pictures;

namespace RefCnn.Cli.Commands;

/// <summary>The options that say how pictures become tensors: <c>--scale</c>, <c>--mean</c>, <c>--order</c>, <c>--resize</c>.</summary>
internal sealed class PictureChoice
{
    private const string ModelSize = "model";

    private readonly Option<float[]?> mean = Numbers("--mean", "Subtracted from each pixel value (0 to 255): one number, or one a channel.");
    private readonly Option<float[]?> scale = Numbers("--scale", "Multiplies each value after the mean is subtracted: one number, or one a channel.");
    private readonly Option<string> order = new("--order") { Description = "The order of the channels.", DefaultValueFactory = _ => "rgb" };
    private readonly Option<string?> resize = new("--resize")
    {
        Description = "Resize pictures to HEIGHTxWIDTH, or to the size of the model's input with `model`.",
        HelpName = "HxW",
        DefaultValueFactory = _ => ModelSize,
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="withResize">Whether the user chooses the size.</param>
    public void AddTo(Command command, bool withResize)
    {
        order.AcceptOnlyFromAmong("rgb", "bgr");
        resize.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value != ModelSize && ParseSize(result.Tokens[0].Value) is null)
                result.AddError($"--resize '{result.Tokens[0].Value}': expected HEIGHTxWIDTH, e.g. 240x320, or {ModelSize}");
        });
        command.Options.Add(mean);
        command.Options.Add(scale);
        command.Options.Add(order);
        if (withResize) command.Options.Add(resize);
    }

    /// <summary>The settings that a command line makes.</summary>
    /// <param name="parsed">The command line.</param>
    public PictureSettings Settings(ParseResult parsed)
    {
        string? size = parsed.GetValue(resize);
        bool toModel = size is null or ModelSize;
        var options = new PictureOptions(parsed.GetValue(order) == "bgr", [.. parsed.GetValue(mean) ?? []], [.. parsed.GetValue(scale) ?? []], toModel ? null : ParseSize(size));
        return new PictureSettings(options, toModel);
    }

    /// <summary>What samples become: what the command line says, or else the sample that a network is.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="sample">The sample, or null.</param>
    public PictureOptions OptionsFor(ParseResult parsed, Sample? sample)
    {
        PictureOptions given = Settings(parsed).Options;
        return given is { Mean: [], Scale: [], Bgr: false } ? sample?.Values ?? given : given;
    }

    private static Option<float[]?> Numbers(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N[,N,N]",
        CustomParser = result => ParseNumbers(name, result),
    };

    private static float[]? ParseNumbers(string name, ArgumentResult result)
    {
        string[] parts = result.Tokens[0].Value.Split(',');
        float[] numbers = new float[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) && float.IsFinite(numbers[i])) continue;
            result.AddError($"{name} '{result.Tokens[0].Value}': '{parts[i]}' is not a number; expected one number, or one a channel with commas between");
            return null;
        }

        return numbers;
    }

    private static Size2D? ParseSize(string? text) => text?.Split('x', 'X', '×') is [string height, string width]
        && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out int rows) && rows > 0
        && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out int columns) && columns > 0
            ? new Size2D(rows, columns)
            : null;
}
