using RefCnn.Conformance.Timings;

namespace RefCnn.ConformanceTests.Cli;

/// <summary>Timings are taken in processes of their own; squeezenet is the quickest network of the zoo.</summary>
public class BenchCommandTests : TemporaryFolder
{
    [Fact]
    public async Task Bench_OneNetwork_TablesItAndWritesEverySample()
    {
        CliOutcome outcome = await CliHost.RunAsync("bench", "--networks", "squeezenet", "--threads", "1", "--samples", "3", "--gemm", "managed", "--json", FileAt("t.json"));

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Output.Should().MatchRegex(@"\n  squeezenet +accelerate --gemm managed +0\.86 ").And.MatchRegex(@"\nthreads: 1 of \d+; measured peak: \d+ GFLOP/s");
        NetworkTiming timing = TimingReport.Parse(await File.ReadAllTextAsync(FileAt("t.json"))).Timings.Should().ContainSingle().Subject;
        timing.SamplesMs.Milliseconds.Length.Should().BeGreaterThanOrEqualTo(3);
        timing.SamplesMs.Milliseconds.Should().OnlyContain(milliseconds => milliseconds > 0);
        timing.PeakMemoryBytes.Should().BeGreaterThan(timing.MultiplyAccumulates / 100, "five megabytes of weights and .NET");
    }

    [Fact]
    public async Task Bench_Quiet_WritesTheFileAndNothingElse()
    {
        CliOutcome outcome = await CliHost.RunAsync("bench", "--networks", "squeezenet", "--samples", "1", "--quiet", "--json", FileAt("t.json"));

        outcome.Should().Be(new CliOutcome(0, "", ""));
        TimingReport.Parse(await File.ReadAllTextAsync(FileAt("t.json"))).Timings.Should().ContainSingle();
    }

    [Theory]
    [InlineData(2, "--samples is 0; expected 1 or more", "--samples", "0")]
    [InlineData(2, "unknown network 'absent'", "--networks", "absent")]
    [InlineData(2, "--gemm managed is for the backend accelerate", "--backend", "reference", "--gemm", "managed")]
    [InlineData(3, "its directory does not exist", "--json", "no-such-folder/t.json")]
    public async Task Bench_UnusableArguments_SaysWhyBeforeItMeasures(int code, string message, params string[] arguments)
    {
        CliOutcome outcome = await CliHost.RunAsync(["bench", .. arguments]);

        outcome.Code.Should().Be(code);
        outcome.ErrorLines[0].Should().Contain(message);
    }
}
