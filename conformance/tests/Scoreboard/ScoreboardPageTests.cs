using System.Text.Json;
using System.Text.RegularExpressions;
using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
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

        JsonElement machine = DataOf(PageOf(Case, certificate)).GetProperty("machines")[0];

        machine.GetProperty("name").GetString().Should().Be("desk");
        machine.GetProperty("timings").ValueKind.Should().Be(JsonValueKind.Null);
        JsonElement[] cases = [.. machine.GetProperty("verdicts").GetProperty("cases").EnumerateArray()];
        cases.Select(one => one.GetProperty("id").GetString()).Should().Equal("relu/worked", "certificate/small");
        cases[0].TryGetProperty("layers", out _).Should().BeFalse();
        cases[1].GetProperty("layers")[0].GetProperty("node").GetString().Should().Be("conv1");
    }

    [Fact]
    public void Of_MessageThatEndsTheScript_StaysData() =>
        DataOf(PageOf(Case with { Message = "</script><b>{{script}}" })).GetProperty("machines")[0].GetProperty("verdicts").GetProperty("cases")[0].GetProperty("message").GetString()
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

        JsonElement timings = DataOf(ScoreboardPage.Of("title", new ScoreboardMachine("desk", new VerificationReport([Case]), report))).GetProperty("machines")[0].GetProperty("timings");

        timings.GetProperty("timings")[0].GetProperty("samplesMs").EnumerateArray().Select(sample => sample.GetDouble()).Should().Equal(4, 5, 6);
    }

    [Fact]
    public async Task Verify_Html_WritesThePage()
    {
        CliOutcome outcome = await CliHost.RunAsync("verify", "--layers", "relu", "--backend", "reference", "--html", FileAt("page.html"));

        outcome.Code.Should().Be(0, outcome.Error);
        DataOf(await File.ReadAllTextAsync(FileAt("page.html"))).GetProperty("machines")[0].GetProperty("verdicts").GetProperty("cases").GetArrayLength().Should().BeGreaterThan(3);
    }

    [Fact]
    public async Task Verify_TimingsWithoutAPage_IsRefused()
    {
        CliOutcome outcome = await CliHost.RunAsync("verify", "--layers", "relu", "--timings", "timings.json");

        outcome.Code.Should().Be(2);
        outcome.Error.Should().Contain("--timings is for the page; add --html");
    }

    private static string PageOf(params CaseResult[] cases) => ScoreboardPage.Of("<title>", new ScoreboardMachine("desk", new VerificationReport([.. cases])));

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
