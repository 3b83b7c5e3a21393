using Spectre.Console;

namespace RefCnn.Cli;

/// <summary>Where the tool writes: results to one stream, errors and progress to the other.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Errors and progress.</param>
/// <param name="HasColours">Whether results may be coloured.</param>
/// <param name="ShowsProgress">Whether a person watches the error stream.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, bool HasColours, bool ShowsProgress)
{
    // Wide enough that no table is broken into lines where no screen limits it.
    private const int UnlimitedWidth = 1000;

    /// <summary>The process's own streams. Colours are off where output is redirected or NO_COLOR is set (no-color.org).</summary>
    public static Terminal OfProcess() => new(
        Console.Out,
        Console.Error,
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        !Console.IsErrorRedirected);

    /// <summary>Writes a table.</summary>
    /// <param name="table">The table.</param>
    public void Write(Table table)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = HasColours ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = HasColours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Output),
        });
        if (!HasColours) console.Profile.Width = UnlimitedWidth;
        console.Write(table);
    }

    /// <summary>Writes one line of results.</summary>
    /// <param name="line">The line.</param>
    public void WriteLine(string line) => Output.WriteLine(line);
}
