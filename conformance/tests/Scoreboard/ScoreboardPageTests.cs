using System.Text.Json;
using System.Text.RegularExpressions;
using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Conformance.Reports;
using RefCnn.Conformance.Scoreboard;
using RefCnn.Conformance.Timings;
using RefCnn.ConformanceTests.Cli;

namespace RefCnn.ConformanceTests.Scoreboard;

/// <summary>The page as a text; <c>conformance/scoreboard/check.mjs</c> uses it in a browser.</summary>
public partial class ScoreboardPageTests : TemporaryFolder
{
    private static readonly CaseResult Case = new("relu/worked", "relu", "accelerate", Verdict.Pass, 0.25, 1.5, "");

    [Fact]
    public void Of_Report_HoldsEveryCase()
    {
        CaseResult certificate = new("certificate/small", NetworkCertificate.Kind, "accelerate", Verdict.Pass, 0.5, 2, "1 of 1 layers proven")
        {
            Layers = [new LayerProof("conv1", 3, "conv2d", [], Verdict.Pass, 0.5, 0.1, 0.2, 0.3, "")],
        };

        JsonElement report = DataOf(PageOf(Case, certificate)).GetProperty("report");

        report.GetProperty("devices").EnumerateArray().Select(device => device.GetString()).Should().Equal("desk");
        report.GetProperty("timings").GetArrayLength().Should().Be(0);
        JsonElement[] verdicts = [.. report.GetProperty("verdicts").EnumerateArray()];
        verdicts.Select(one => (one.GetProperty("suite").GetString(), one.GetProperty("name").GetString())).Should().Equal(("layers", "relu/worked"), ("certificates", "small"));
        verdicts[0].TryGetProperty("layers", out _).Should().BeFalse();
        verdicts[1].GetProperty("layers")[0].GetProperty("node").GetString().Should().Be("conv1");
    }

    [Fact]
    public void Of_MessageThatEndsTheScript_StaysData() =>
        DataOf(PageOf(Case with { Message = "</script><b>{{script}}" })).GetProperty("report").GetProperty("verdicts")[0].GetProperty("message").GetString()
            .Should().Be("</script><b>{{script}}");

    [Fact]
    public void Of_AnyReport_NamesNoOtherFile()
    {
        string page = PageOf(Case);

        References().Matches(page).Select(match => match.Groups[1].Value).Should().OnlyContain(address => address.StartsWith('#') || address == "data:,");
        page.Should().NotContain("@import").And.NotContain("url(http").And.NotContain("{{");
    }

    [Fact]
    public void Of_Timings_HoldsEverySample()
    {
        var timing = new NetworkTiming("squeezenet", "accelerate", 2, 1000, 3, new Samples([4, 5, 6]), null);
        var report = new TimingReport(new MachineFacts("system", "X64", ".NET", 2, 512, 2, 100), [timing]);

        JsonElement joined = DataOf(ScoreboardPage.Of("title", ReportJoiner.Join("desk", new VerificationReport([Case]), report))).GetProperty("report");

        joined.GetProperty("devices").GetArrayLength().Should().Be(1);
        joined.GetProperty("timings")[0].GetProperty("samplesMs").EnumerateArray().Select(sample => sample.GetDouble()).Should().Equal(4, 5, 6);
    }

    [Fact]
    public async Task Verify_Html_WritesThePage()
    {
        await CliHost.RunAsync("vectors", "coverage", "--json", FileAt("coverage.json"));
        (await CliHost.RunAsync("mutants", "--filter", "relu/ceiling", "--quiet", "--json", FileAt("mutants.json"))).Output.Should().BeEmpty("all are caught");

        CliOutcome outcome = await CliHost.RunAsync(
            "verify", "--layers", "relu", "--backend", "reference", "--html", FileAt("page.html"), "--coverage", FileAt("coverage.json"), "--mutants", FileAt("mutants.json"));

        outcome.Code.Should().Be(0, outcome.Error);
        JsonElement data = DataOf(await File.ReadAllTextAsync(FileAt("page.html")));
        data.GetProperty("report").GetProperty("verdicts").GetArrayLength().Should().BeGreaterThan(3);
        data.GetProperty("coverage").GetArrayLength().Should().BeGreaterThan(100);
        data.GetProperty("mutants").GetProperty("mutants").GetArrayLength().Should().BePositive();
    }

    [Theory]
    [InlineData("--coverage", """[{"kind": "relu"}]""", "a row lacks its kind, subject, value or cases")]
    [InlineData("--coverage", "{}", "cannot be shown")]
    [InlineData("--mutants", """{"killed": 1}""", "cannot be shown")]
    [InlineData("--mutants", "[]", "cannot be shown")]
    public async Task Verify_EvidenceOfAnotherForm_IsRefusedBeforeAnythingRuns(string option, string text, string message)
    {
        await File.WriteAllTextAsync(FileAt("other.json"), text);

        CliOutcome outcome = await CliHost.RunAsync("verify", "--layers", "relu", "--html", FileAt("page.html"), option, FileAt("other.json"));

        outcome.Code.Should().Be(3);
        outcome.Output.Should().BeEmpty();
        outcome.ErrorLines[0].Should().Contain("other.json").And.Contain(message);
    }

    [Fact]
    public async Task Verify_TimingsWithoutAPage_IsRefused()
    {
        CliOutcome outcome = await CliHost.RunAsync("verify", "--layers", "relu", "--timings", "timings.json");

        outcome.Code.Should().Be(2);
        outcome.Error.Should().Contain("--timings is for the page; add --html");
    }

    private static string PageOf(params CaseResult[] cases) => ScoreboardPage.Of("<title>", ReportJoiner.Join("desk", new VerificationReport([.. cases]), timings: null));

    private static JsonElement DataOf(string page)
    {
        Match data = Data().Match(page);
        using var json = JsonDocument.Parse(data.Groups[1].Value);
        return json.RootElement.Clone();
    }

    [GeneratedRegex("""<script type="application/json" id="data">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex Data();

    [GeneratedRegex("\\s(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex References();
}
