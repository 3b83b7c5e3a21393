using System.CommandLine;
using System.Globalization;
using RefCnn.Applications;
using RefCnn.Cli.Models;
using RefCnn.Core;

namespace RefCnn.Cli.Commands;

/// <summary>The options that say which model: <c>--model</c>, <c>--weights</c>, <c>--input-shape</c>.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string> model;
    private readonly Option<string?> weights = new("--weights") { Description = "The weights' file, for formats that keep them apart.", HelpName = "FILE" };
    private readonly Option<string[]> shapes = new("--input-shape")
    {
        Description = "The shape of an input that the model leaves open, e.g. data=1x3x224x224; may be repeated.",
        HelpName = "NAME=SHAPE",
    };

    /// <summary>Makes the options.</summary>
    /// <param name="sample">The sample that is taken where no model is named; null where one must be.</param>
    public ModelOptions(string? sample = null)
    {
        model = new Option<string>("--model") { Description = "The model's file, zoo:NAME for a network of the zoo, e.g. zoo:vgg16, or sample:NAME.", HelpName = "FILE", Required = sample is null };
        if (sample is not null) model.DefaultValueFactory = _ => Samples.Prefix + sample;
    }

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(model);
        command.Options.Add(weights);
        command.Options.Add(shapes);
        shapes.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => ParseShape(token.Value) is null))
                result.AddError($"--input-shape '{token.Value}': expected NAME=SHAPE, e.g. data=1x3x224x224");
        });
    }

    /// <summary>The model that a command line names.</summary>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="UsageException">An input has two shapes.</exception>
    public ModelSource Source(ParseResult parsed)
    {
        var given = new Dictionary<string, Shape>();
        foreach (string text in parsed.GetValue(shapes) ?? [])
        {
            (string name, Shape shape) = ParseShape(text)!.Value;
            if (!given.TryAdd(name, shape)) throw new UsageException($"--input-shape {text}: input '{name}' is given a shape twice");
        }

        return new ModelSource(parsed.GetRequiredValue(model), parsed.GetValue(weights), given);
    }

    private static (string Name, Shape Shape)? ParseShape(string text)
    {
        int equals = text.LastIndexOf('=');
        if (equals < 1) return null;
        string[] parts = equals == text.Length - 1 ? [] : text[(equals + 1)..].Split('x', 'X', '×');
        int[] extents = new int[parts.Length];
        for (int axis = 0; axis < parts.Length; axis++)
        {
            if (!int.TryParse(parts[axis], NumberStyles.None, CultureInfo.InvariantCulture, out extents[axis])) return null;
        }

        return (text[..equals], new Shape(extents));
    }
}
