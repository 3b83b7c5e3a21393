using System.CommandLine;
using System.Globalization;
using RefCnn.Applications;
using RefCnn.Cli.Applications;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn stylize</c>: paints pictures in a blend of styles.</summary>
internal static class StylizeCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var options = new TransformOptions("style-full");
        var style = new Option<string?>("--style")
        {
            Description = "A weight for each style, e.g. 0.7,0.3,0,0, which are scaled to a sum of 1; or a sample's style by name. Otherwise the first style.",
            HelpName = "W,W,...",
        };
        var grid = new Option<bool>("--grid") { Description = "Paint a sheet instead: each style fades into the next in five steps." };
        var command = new ExampleCommand(
            "stylize",
            "Paints pictures in the styles of a network, or in blends of them.",
            "stylize photo.jpg painted.png --style 0.7,0.3,0,0",
            "stylize photo.jpg sheet.png --grid --longest 240",
            "stylize holiday/ painted/ --style ink",
            "stylize --model candy.onnx photo.jpg painted.png");
        options.AddTo(command);
        command.Options.Add(style);
        command.Options.Add(grid);
        command.SetAction((parsed, cancellation) => Task.FromResult(options.Run(
            parsed,
            terminal,
            transform =>
            {
                var stylizer = new Stylizer(transform);
                if (parsed.GetValue(grid) && parsed.GetValue(style) is not null) throw new UsageException("--grid shows all styles; leave out --style");
                if (parsed.GetValue(grid)) return (picture, progress) => stylizer.PaintSheet(picture, progress, cancellation);
                float[] weights = Weights(parsed.GetValue(style), stylizer.StyleCount, Samples.Of(transform.Network));
                return (picture, progress) => stylizer.Paint(picture, weights, progress(0, 1), cancellation);
            },
            cancellation)));
        return command;
    }

    private static float[] Weights(string? text, int count, Sample? sample)
    {
        if (text is null) return [.. Enumerable.Range(0, count).Select(style => style == 0 ? 1f : 0f)];
        if (sample?.Labels.IndexOf(text) is >= 0 and var named) return [.. Enumerable.Range(0, count).Select(style => style == named ? 1f : 0f)];
        string[] parts = text.Split(',');
        float[] weights = new float[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out weights[i]) || !float.IsFinite(weights[i]) || weights[i] < 0)
                throw new UsageException($"--style '{text}': '{parts[i]}' is no weight of 0 or more{(sample is null ? "" : $", nor a style: {string.Join(", ", sample.Labels)}")}");
        }

        if (parts.Length != count) throw new UsageException($"--style '{text}': has {parts.Length} weights; the network has {count} styles");
        float sum = weights.Sum();
        return sum > 0 ? [.. weights.Select(weight => weight / sum)] : throw new UsageException($"--style '{text}': all weights are 0; expected one above");
    }
}
