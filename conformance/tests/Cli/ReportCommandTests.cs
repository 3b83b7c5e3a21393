using RefCnn.Conformance;
using RefCnn.Conformance.Timings;

namespace RefCnn.ConformanceTests.Cli;

/// <summary>Desktop reports; those of devices are joined in device-tests/DesktopTests.</summary>
public class ReportCommandTests : TemporaryFolder
{
    [Fact]
    public async Task Report_OfVerdictsAndTimings_ShowsAColumnEach()
    {
        WriteVerdicts(Verdict.Pass);
        WriteTimings();

        CliOutcome outcome = await CliHost.RunAsync("report", FileAt("verdicts.json"), FileAt("timings.json"), "--markdown", FileAt("page.md"));

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Output.Should().MatchRegex(@"networks +accelerate +1 of 1, 0\.5 +·").And.MatchRegex(@"squeezenet +accelerate +0\.86 +· +2\.00, 2\.80");
        (await File.ReadAllTextAsync(FileAt("page.md"))).Should().Contain("| squeezenet | accelerate | 0.86 | · | 2.00, 2.80 |");
    }

    [Fact]
    public async Task Report_OfATimingWhoseParityFailed_ShowsItAsVoid()
    {
        WriteVerdicts(Verdict.Fail);
        WriteTimings();

        CliOutcome outcome = await CliHost.RunAsync("report", FileAt("timings.json"), FileAt("verdicts.json"), "--json", FileAt("joined.json"));

        outcome.Code.Should().Be(1);
        outcome.Output.Should().Contain("(2.00, 2.80 parity-failed)").And.Contain("fail networks squeezenet on accelerate in verdicts: worst at [0]");
        (await File.ReadAllTextAsync(FileAt("joined.json"))).Should().Contain("\"voidBecause\": \"parity-failed: worst at [0]\"");
    }

    [Theory]
    [InlineData(Verdict.Pass, 0, "^$")]
    [InlineData(Verdict.Fail, 1, @"^fail networks squeezenet on accelerate in verdicts: [^\n]+\n$")]
    public async Task Report_Quiet_PrintsOnlyWhatFails(Verdict verdict, int code, string printed)
    {
        WriteVerdicts(verdict);

        CliOutcome outcome = await CliHost.RunAsync("report", FileAt("verdicts.json"), "--quiet");

        outcome.Code.Should().Be(code);
        outcome.Output.Should().MatchRegex(printed);
    }

    [Fact]
    public async Task Report_OfNamedFiles_PutsOneDeviceInOneColumn()
    {
        WriteVerdicts(Verdict.Pass);
        WriteTimings();

        CliOutcome outcome = await CliHost.RunAsync("report", $"desk={FileAt("verdicts.json")}", $"desk={FileAt("timings.json")}", "--html", FileAt("page.html"));

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Output.Should().MatchRegex(@"suite +backend +desk *\n").And.MatchRegex(@"squeezenet +accelerate +0\.86 +2\.00, 2\.80");
        (await File.ReadAllTextAsync(FileAt("page.html"))).Should().Contain("<h1>RefCnn scoreboard</h1>");
    }

    [Theory]
    [InlineData("""{"format": "refcnn-device-report/2"}""", "has the format 'refcnn-device-report/2'; expected 'refcnn-device-report/1'")]
    [InlineData("""{"machine": {}}""", "expected a member 'cases', 'timings' or 'format'")]
    [InlineData("not json", "not a report")]
    [InlineData("""{"cases": [{"id": "relu/x"}]}""", "not a report")]
    public async Task Report_OfAnotherFile_NamesItAndSaysWhy(string text, string message)
    {
        await File.WriteAllTextAsync(FileAt("other.json"), text);

        CliOutcome outcome = await CliHost.RunAsync("report", FileAt("other.json"));

        outcome.Code.Should().Be(3);
        outcome.ErrorLines[0].Should().Contain("other.json").And.Contain(message);
    }

    private void WriteVerdicts(Verdict verdict) =>
        new VerificationReport([new CaseResult("network/squeezenet", "network", "accelerate", verdict, 0.5, 1, "worst at [0]")]).Write(FileAt("verdicts.json"));

    private void WriteTimings() => new TimingReport(
        new MachineFacts("Linux", "X64", ".NET", 2, 256, 1, 100),
        [new NetworkTiming("squeezenet", "accelerate", 1, 861_000_000, 5, new Samples([1, 2, 3]), null)]).Write(FileAt("timings.json"));
}
