using System.Globalization;
using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using Xunit.Abstractions;

namespace RefCnn.ConformanceTests.Hostile;

/// <summary>
/// Damaged files are accepted, or refused in one line that names the file: never anything else, within a second and 512 MiB. The damage is a function of the mutant's number.
/// REFCNN_MUTANTS sets how many; REFCNN_KEEP names a folder for those at which a reader fails. docs/security.md has the table of a run of 10,000.
/// </summary>
public class MutantFileTests(ITestOutputHelper output) : TemporaryFolder
{
    private static readonly int Mutants = int.Parse(Environment.GetEnvironmentVariable("REFCNN_MUTANTS") ?? "300", CultureInfo.InvariantCulture);
    private static readonly string? Kept = Environment.GetEnvironmentVariable("REFCNN_KEEP");

    public static TheoryData<string> Readers => new(Reader.All.Select(reader => reader.Name));

    public static TheoryData<string> Corpus => new(Directory.GetFiles(Fixture.PathOf("hostile")).Select(file => Path.GetFileName(file)));

    [Theory]
    [MemberData(nameof(Readers))]
    public void EverySeed_IsAccepted(string name)
    {
        Reader reader = Reader.Of(name);
        foreach (byte[] seed in reader.Seeds.Value)
        {
            File.WriteAllBytes(FileAt($"seed{reader.Extension}"), seed);

            FluentActions.Invoking(() => reader.Read(FileAt($"seed{reader.Extension}"))).Should().NotThrow();
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void EveryMutant_IsAcceptedOrRefused(string name)
    {
        Reader reader = Reader.Of(name);
        Outcome[] outcomes = [.. Enumerable.Range(0, Mutants).Select(number => Try(reader, number))];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {outcomes.Length} | {outcomes.Count(outcome => outcome.IsAccepted)} | {outcomes.Max(outcome => outcome.Time).TotalMilliseconds:F0} | {outcomes.Max(outcome => outcome.Bytes) / 1e6:F1} |"));

        outcomes.Select((outcome, number) => (outcome.Fault, number)).Where(found => found.Fault is not null).GroupBy(found => found.Fault, found => found.number)
            .Select(alike => $"{alike.Count()} mutants, #{alike.First()} the first: {alike.Key}").Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    public void EveryFileThatOnceDidHarm_IsAcceptedOrRefused(string name)
    {
        Reader reader = Array.Find(Reader.All, candidate => name.StartsWith(candidate.FileName, StringComparison.Ordinal))!;
        File.Copy(Path.Combine(Fixture.PathOf("hostile"), name), FileAt($"mutant{reader.Extension}"));

        Outcome.Of(reader, FileAt($"mutant{reader.Extension}")).Fault.Should().BeNull();
    }

    private Outcome Try(Reader reader, int number)
    {
        var random = new Random(unchecked((int)SplitMix64.Value(SplitMix64.SeedOf(reader.Name), (ulong)number)));
        byte[][] seeds = reader.Seeds.Value;
        byte[] mutant = reader.Damage(seeds[random.Next(seeds.Length)], random);
        File.WriteAllBytes(FileAt($"mutant{reader.Extension}"), mutant);

        // On disk before it is read: a reader that takes the process with it cannot say what it read.
        string? kept = Kept is null ? null : Path.Combine(Kept, $"{reader.FileName}-{number}{reader.Extension}");
        if (kept is not null) File.WriteAllBytes(kept, mutant);
        Outcome outcome = Outcome.Of(reader, FileAt($"mutant{reader.Extension}"));

        // Another's work on the machine is not the reader's: the better of two.
        if (outcome.Time > Outcome.MostTime) outcome = Outcome.Of(reader, FileAt($"mutant{reader.Extension}"));
        if (outcome.Fault is null && kept is not null) File.Delete(kept);
        return outcome;
    }
}
