using System.Diagnostics;
using RefCnn.Core;

namespace RefCnn.ConformanceTests.Hostile;

/// <summary>What came of a file from a stranger.</summary>
/// <param name="IsAccepted">Whether it was accepted.</param>
/// <param name="Time">How long that took.</param>
/// <param name="Bytes">What the thread allocated meanwhile, freed or not.</param>
/// <param name="Fault">What must not be, in words; or null.</param>
internal sealed record Outcome(bool IsAccepted, TimeSpan Time, long Bytes, string? Fault)
{
    /// <summary>The longest that reading may take.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    /// <summary>The most that reading may allocate: 512 MiB.</summary>
    public const long MostBytes = 512L << 20;

    /// <summary>Reads a file, which must be accepted, or refused in one line that names it.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="path">The file.</param>
    public static Outcome Of(Reader reader, string path)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        string? fault = null;
        bool isAccepted = false;
        try
        {
            reader.Read(path);
            isAccepted = true;
        }
        catch (RefCnnException refusal)
        {
            if (!Array.Exists(reader.Places, place => refusal.Message.Contains(place, StringComparison.Ordinal))) fault = $"is refused without the file's name: {refusal.Message}";
            else if (refusal.Message.Any(char.IsControl)) fault = $"is refused in more than a line: {refusal.Message}";
        }
        catch (Exception thrown)
        {
            string place = thrown.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("RefCnn", StringComparison.Ordinal))?.Trim() ?? string.Empty;
            fault = $"{thrown.GetType().Name} {place}";
        }

        var outcome = new Outcome(isAccepted, clock.Elapsed, GC.GetAllocatedBytesForCurrentThread() - before, fault);
        if (outcome.Time > MostTime) return outcome with { Fault = $"takes more than {MostTime}" };
        return outcome.Bytes > MostBytes ? outcome with { Fault = $"takes more than {MostBytes} bytes" } : outcome;
    }
}
