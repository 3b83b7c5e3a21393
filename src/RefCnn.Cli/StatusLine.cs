using System.Diagnostics;

namespace RefCnn.Cli;

/// <summary>One line on the error stream that says how far long work is. It shows after a second, only to a person, and leaves nothing behind.</summary>
/// <param name="terminal">Where to.</param>
internal sealed class StatusLine(Terminal terminal) : IDisposable
{
    private const int LongestText = 78;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1), Interval = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan next = Patience;
    private int shown;

    /// <summary>Shows how far the work is.</summary>
    /// <param name="done">Steps done.</param>
    /// <param name="total">Steps in all.</param>
    /// <param name="step">What is being done.</param>
    public void Report(int done, int total, string step)
    {
        if (!terminal.ShowsProgress || clock.Elapsed < next) return;
        next = clock.Elapsed + Interval;
        string text = $"{done}/{total} {step}";
        if (text.Length > LongestText) text = text[..(LongestText - 1)] + "…";
        terminal.Error.Write($"\r{text.PadRight(shown)}");
        shown = text.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (shown > 0) terminal.Error.Write($"\r{new string(' ', shown)}\r");
    }
}
