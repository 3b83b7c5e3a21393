using RefCnn.Cli;
using RefCnn.Conformance;
using RefCnn.Conformance.Reports;

namespace RefCnn.ConformanceTests.Cli;

public class ShardTests : TemporaryFolder
{
    private static readonly string[] Cases = ["relu/a", "network/x", "certificate/x", "relu/b", "network/y", "certificate/y", "relu/c", "detection/d"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Of_AllParts_HasEveryCaseOnce(int count) =>
        Enumerable.Range(1, count).SelectMany(number => new Shard(number, count).Of(Cases)).Should().BeEquivalentTo(Cases);

    [Fact]
    public void Of_NetworksWithTheirCertificates_GivesEachPartBoth() =>
        new Shard(1, 2).Of(Cases).Should().BeEquivalentTo("relu/a", "relu/c", "network/x", "certificate/x");

    [Theory]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("1")]
    [InlineData("1/2/3")]
    [InlineData("-1/3")]
    [InlineData("a/b")]
    public async Task Verify_ShardThatIsNone_ExitsWith2(string text)
    {
        CliOutcome outcome = await CliHost.RunAsync("verify", "--layers", "relu", "--shard", text);

        outcome.Code.Should().Be(2);
        outcome.ErrorLines[0].Should().Be($"refcnn: --shard is '{text}'; expected K/N with K from 1 to N, e.g. 2/4");
    }

    [Fact]
    public async Task Verify_MorePartsThanCases_ExitsWith2()
    {
        CliOutcome outcome = await CliHost.RunAsync("verify", "--case", "relu/special-values", "--shard", "2/2");

        outcome.Code.Should().Be(2);
        outcome.ErrorLines[0].Should().Contain("only 1 cases are chosen");
    }

    [Fact]
    public async Task Report_OfParts_IsOneDeviceAndNamesThePartThatIsMissing()
    {
        foreach (int part in (int[])[1, 3]) await Verify(part);

        CliOutcome lacking = await CliHost.RunAsync("report", FileAt("desk-1.json"), FileAt("desk-3.json"), "--format", "markdown");
        await Verify(2);
        CliOutcome whole = await CliHost.RunAsync("report", FileAt("desk-1.json"), FileAt("desk-2.json"), FileAt("desk-3.json"), "--format", "markdown");

        lacking.Output.Should().Contain("fails, but some are missing**").And.Contain("- desk: part 2 of 3 is missing (verify --shard 2/3)");
        int cases = VectorFiles.In(VectorFiles.FindDirectory(), "relu").Length;
        whole.Output.Should().StartWith($"**✓ None of {cases} cases fails**").And.Contain($"| layers | reference | {cases} of {cases}, ").And.NotContain("Missing");
    }

    [Fact]
    public async Task Report_OfPartsOfDifferentRuns_KeepsThemApart()
    {
        await Verify(1);
        await CliHost.RunAsync("verify", "--layers", "tanh", "--backend", "reference", "--shard", "2/3", "--json", FileAt("other-2.json"));

        JoinedReport joined = ReportJoiner.Join([new ReportFile(FileAt("desk-1.json")), new ReportFile(FileAt("other-2.json"))]);

        joined.Devices.Should().Equal("desk", "other");
        joined.Missing.Should().HaveCount(4);
    }

    private async Task Verify(int part) =>
        (await CliHost.RunAsync("verify", "--layers", "relu", "--backend", "reference", "--shard", $"{part}/3", "--json", FileAt($"desk-{part}.json"))).Code.Should().Be(0);
}
