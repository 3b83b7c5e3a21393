using System.Diagnostics;
using System.Globalization;
using RefCnn.Core;

namespace RefCnn.Cli.Applications;

/// <summary>Tells of pictures that are made: on the status line while they are, and one line or one member of a JSON array each when they are there.</summary>
internal sealed class PictureReport : IDisposable
{
    private readonly Terminal terminal;
    private readonly bool quiet, json;
    private readonly int total;
    private readonly StatusLine status;
    private readonly JsonList list = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private int done;

    /// <summary>Begins.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <param name="total">The pictures in all.</param>
    /// <param name="quiet">Print nothing.</param>
    /// <param name="json">Print JSON.</param>
    public PictureReport(Terminal terminal, int total, bool quiet, bool json)
    {
        (this.terminal, this.total, this.quiet, this.json) = (terminal, total, quiet, json);
        status = new StatusLine(terminal);
    }

    /// <summary>Shows how far a picture is.</summary>
    /// <param name="job">The picture.</param>
    /// <param name="part">Its parts that are done.</param>
    /// <param name="parts">Its parts in all.</param>
    public IProgress<RunProgress> Progress(PictureJob job, int part, int parts) =>
        new NodeProgress(status, done, total, parts > 1 ? $"{Path.GetFileName(job.Input)}, part {part + 1} of {parts}" : Path.GetFileName(job.Input));

    /// <summary>Tells that a picture is written.</summary>
    /// <param name="job">The picture.</param>
    /// <param name="shape">The result's shape.</param>
    public void Done(PictureJob job, Shape shape)
    {
        done++;
        double milliseconds = clock.Elapsed.TotalMilliseconds;
        clock.Restart();
        if (json)
        {
            list.Add(writer =>
            {
                writer.WriteString("input", job.Input);
                writer.WriteString("output", job.Output);
                writer.WriteNumber("width", shape.Width);
                writer.WriteNumber("height", shape.Height);
                writer.WriteNumber("ms", Math.Round(milliseconds, 1));
            });
        }
        else if (!quiet)
        {
            terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{job.Input} -> {job.Output}  {shape.Width} x {shape.Height}  {milliseconds:F0} ms"));
        }
    }

    /// <summary>Clears the status line and prints what is left to print.</summary>
    public void Dispose()
    {
        status.Dispose();
        if (json && !quiet && done == total) terminal.Output.Write(list.Text());
    }
}
