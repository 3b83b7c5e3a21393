using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CsCheck;
using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using Xunit.Abstractions;

namespace RefCnn.ConformanceTests.Hostile;

/// <summary>
/// Damaged files are accepted, or refused in one line that names the file: never anything else, within a second and 512 MiB. The damage is a function of a seed, which a failure names.
/// REFCNN_MUTANTS sets their number; docs/security.md has the table of a run of 10,000.
/// </summary>
public class MutantFileTests(ITestOutputHelper output) : TemporaryFolder
{
    private const long MostBytes = 512L << 20;

    private static readonly int Mutants = int.Parse(Environment.GetEnvironmentVariable("REFCNN_MUTANTS") ?? "300", CultureInfo.InvariantCulture);
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    public static TheoryData<string> Readers => new(Reader.All.Select(reader => reader.Name));

    [Theory]
    [MemberData(nameof(Readers))]
    public void EverySeed_IsAccepted(string name)
    {
        Reader reader = Array.Find(Reader.All, candidate => candidate.Name == name)!;
        byte[] seed = reader.Seeds.Value[^1];
        File.WriteAllBytes(FileAt($"seed{reader.Extension}"), seed);

        FluentActions.Invoking(() => reader.Read(FileAt($"seed{reader.Extension}"))).Should().NotThrow();
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void EveryMutant_IsAcceptedOrRefused(string name)
    {
        Reader reader = Array.Find(Reader.All, candidate => candidate.Name == name)!;
        var results = new ConcurrentBag<(bool IsAccepted, TimeSpan Time, long Bytes)>();

        Gen.Int[0, int.MaxValue].Sample(seed => results.Add(Try(reader, seed)), iter: Mutants, threads: 1);

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {results.Count} | {results.Count(result => result.IsAccepted)} | {results.Max(result => result.Time).TotalMilliseconds:F0} | {results.Max(result => result.Bytes) / 1e6:F1} |"));
    }

    private (bool IsAccepted, TimeSpan Time, long Bytes) Try(Reader reader, int seed)
    {
        var random = new Random(seed);
        byte[][] seeds = reader.Seeds.Value;
        string path = FileAt($"mutant{reader.Extension}");
        File.WriteAllBytes(path, reader.Damage(seeds[random.Next(seeds.Length)], random));
        var result = Time(reader, path, seed);

        // Another's work on the machine is not the reader's: the better of two.
        if (result.Time > MostTime && Time(reader, path, seed) is { } again && again.Time < result.Time) result = again;
        result.Time.Should().BeLessThan(MostTime, "seed {0} of {1}", seed, reader);
        result.Bytes.Should().BeLessThan(MostBytes, "seed {0} of {1}", seed, reader);
        return result;
    }

    private static (bool IsAccepted, TimeSpan Time, long Bytes) Time(Reader reader, string path, int seed)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        bool isAccepted = true;
        try
        {
            reader.Read(path);
        }
        catch (RefCnnException refusal)
        {
            isAccepted = false;
            refusal.Message.Should().Contain(Path.GetFileNameWithoutExtension(path), "seed {0} of {1} is refused without the file's name", seed, reader).And.NotContain("\n");
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"seed {seed} of {reader.Name}: {fault.GetType().Name}: {fault.Message}", fault);
        }

        return (isAccepted, clock.Elapsed, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
