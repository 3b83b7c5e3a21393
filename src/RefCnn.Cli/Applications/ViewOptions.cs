using System.CommandLine;
using RefCnn.Cli.Commands;
using RefCnn.Core;
using RefCnn.Pictures;

namespace RefCnn.Cli.Applications;

/// <summary>What the commands share that look at one picture and draw what they see: which, where to, on what.</summary>
internal sealed class ViewOptions
{
    private readonly Argument<string> image = new("PICTURE") { Description = "The picture." };
    private readonly Option<string?> output = new("--output") { Description = "Where the picture goes with what was found drawn on it: .png or .jpg.", HelpName = "FILE" };
    private readonly Option<bool> json = SharedOptions.JsonInsteadOfTable();
    private readonly Option<bool> quiet = SharedOptions.Quiet("nothing but errors");
    private readonly Option<string> backend = SharedOptions.Backend(BackendCatalog.Accelerate);
    private readonly Option<int> threads = SharedOptions.Threads();
    private readonly AccelerateChoice choice = new();

    /// <summary>Adds argument and options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Arguments.Add(image);
        foreach (Option option in (Option[])[output, json, quiet, backend, threads]) command.Options.Add(option);
        choice.AddTo(command);
    }

    /// <summary>The picture's file.</summary>
    /// <param name="parsed">The command line.</param>
    public string ImageOf(ParseResult parsed) => parsed.GetRequiredValue(image);

    /// <summary>The engine.</summary>
    /// <param name="parsed">The command line.</param>
    public IBackend EngineOf(ParseResult parsed) => choice.Demand(parsed, parsed.GetRequiredValue(backend))[0];

    /// <summary>How networks are compiled.</summary>
    /// <param name="parsed">The command line.</param>
    public CompileOptions CompileOf(ParseResult parsed) => new(parsed.GetValue(threads));

    /// <summary>The picture's samples, and a check that the drawn one can be written.</summary>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="RefCnnException">The picture cannot be read, or the drawn one not be written.</exception>
    public Tensor<float> Read(ParseResult parsed)
    {
        if (parsed.GetValue(output) is { } file)
        {
            SharedOptions.DemandFolderOf(file, "--output");
            if (Path.GetFullPath(file) == Path.GetFullPath(ImageOf(parsed))) throw new RefCnnException($"{file}: is read and would be written over; name another --output");
        }

        return Picture.Read(ImageOf(parsed), 3, PictureOptions.Samples);
    }

    /// <summary>Writes the picture that was drawn on, if it is asked for, then prints.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="draw">Draws on the picture.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="printJson">Prints for programs.</param>
    /// <param name="printTable">Prints for people.</param>
    public void Show(ParseResult parsed, Tensor<float> picture, Action draw, Action printJson, Action printTable)
    {
        if (parsed.GetValue(output) is { } file)
        {
            draw();
            Picture.Write(file, picture, PictureOptions.Samples);
        }

        if (parsed.GetValue(quiet)) return;
        (parsed.GetValue(json) ? printJson : printTable)();
    }
}
