using System.CommandLine;
using RefCnn.Applications;
using RefCnn.Cli.Commands;
using RefCnn.Core;
using RefCnn.Pictures;

namespace RefCnn.Cli.Applications;

/// <summary>What the commands share that turn pictures into pictures: which pictures, which network, on what.</summary>
/// <param name="sample">The sample that is taken where no model is named.</param>
internal sealed class TransformOptions(string sample)
{
    private readonly Argument<string[]> paths = new("PICTURE")
    {
        Description = "The pictures or folders of pictures, then where results go: a picture for one, else a folder.",
        Arity = new ArgumentArity(2, 100_000),
    };

    private readonly Option<int> longest = new("--longest")
    {
        Description = "Pictures with a longer side are made smaller first, to this many pixels; 0 for none.",
        HelpName = "N",
        DefaultValueFactory = _ => 1024,
    };

    private readonly Option<bool> quiet = SharedOptions.Quiet("nothing but errors");
    private readonly Option<bool> json = new("--json") { Description = "Print JSON instead of lines." };
    private readonly Option<string> backend = SharedOptions.Backend(BackendCatalog.Accelerate);
    private readonly Option<int> threads = SharedOptions.Threads();
    private readonly AccelerateChoice choice = new();
    private readonly PictureChoice pictures = new();
    private readonly ModelOptions model = new(sample);

    /// <summary>Adds argument and options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Arguments.Add(paths);
        model.AddTo(command);
        longest.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int pixels) && pixels < 0) result.AddError($"--longest is {pixels}; expected 0 or more");
        });
        foreach (Option option in (Option[])[longest, quiet, json, backend, threads]) command.Options.Add(option);
        choice.AddTo(command);
        pictures.AddTo(command, withResize: false);
    }

    /// <summary>Reads the command line, loads the network, and treats every picture.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="prepare">Makes of the network what treats a picture; is told of progress by the second argument.</param>
    /// <param name="cancellation">Gives up.</param>
    public int Run(ParseResult parsed, Terminal terminal, Func<PictureTransform, Func<Tensor<float>, Func<int, int, IProgress<RunProgress>>, Tensor<float>>> prepare, CancellationToken cancellation)
    {
        IBackend engine = choice.Demand(parsed, parsed.GetRequiredValue(backend))[0];
        IReadOnlyList<PictureJob> jobs = PictureJob.Of(parsed.GetRequiredValue(paths));
        Network network = model.Source(parsed).Load().Network;
        using var transform = new PictureTransform(engine, network, pictures.OptionsFor(parsed, Samples.Of(network)), new CompileOptions(parsed.GetValue(threads)));
        var treat = prepare(transform);
        using var report = new PictureReport(terminal, jobs.Count, parsed.GetValue(quiet), parsed.GetValue(json));
        foreach (PictureJob job in jobs)
        {
            Tensor<float> picture = Limited(Picture.Read(job.Input, 3, PictureOptions.Samples), parsed.GetValue(longest));
            Tensor<float> result = treat(picture, (done, total) => report.Progress(job, done, total));
            cancellation.ThrowIfCancellationRequested();
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(job.Output))!);
            Picture.Write(job.Output, result, PictureOptions.Samples);
            report.Done(job, result.Shape);
        }

        return ExitCode.Good;
    }

    private static Tensor<float> Limited(Tensor<float> picture, int longest)
    {
        int longer = Math.Max(picture.Shape.Height, picture.Shape.Width);
        if (longest == 0 || longer <= longest) return picture;
        int Scaled(int extent) => Math.Max(1, (int)Math.Round((double)extent * longest / longer));
        return TriangleFilter.Resize(picture, new(Scaled(picture.Shape.Height), Scaled(picture.Shape.Width)));
    }
}
