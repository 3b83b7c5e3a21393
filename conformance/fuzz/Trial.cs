using System.Globalization;
using RefCnn.ConformanceTests.Hostile;

/// <summary>Reads one file after the other with one reader. What must not be ends it, which afl-fuzz takes for a crash; the slowest and the largest reading are written beside.</summary>
/// <param name="reader">The reader.</param>
/// <param name="folder">Where the file lies while it is read, and what was measured.</param>
internal sealed class Trial(Reader reader, string folder)
{
    private readonly string path = Path.Combine(folder, $"mutant{reader.Extension}");
    private readonly string measured = Path.Combine(folder, "measured");
    private double slowest;
    private double largest;
    private bool isWarm;

    /// <summary>Reads a file.</summary>
    /// <param name="content">Its bytes.</param>
    public void Read(Stream content)
    {
        using (FileStream file = File.Create(path)) content.CopyTo(file);
        Outcome outcome = Outcome.Of(reader, path);

        // The first file waits for the compiler, and another's work on the machine is not the reader's: the better of two.
        if (outcome.Time > Outcome.MostTime) outcome = Outcome.Of(reader, path);
        if (isWarm) Measure(outcome);
        isWarm = true;
        if (outcome.Fault is not null) throw new InvalidOperationException(outcome.Fault);
    }

    private void Measure(Outcome outcome)
    {
        if (outcome.Time.TotalMilliseconds <= slowest && outcome.Bytes <= largest) return;
        slowest = Math.Max(slowest, outcome.Time.TotalMilliseconds);
        largest = Math.Max(largest, outcome.Bytes);
        File.WriteAllText(measured, string.Create(CultureInfo.InvariantCulture, $"{slowest:F0} {largest / 1e6:F1}\n"));
    }
}
