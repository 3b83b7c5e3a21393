using System.Xml.Linq;
using RefCnn.Conformance;
using RefCnn.Conformance.Reports;
using RefCnn.ConformanceTests.Cli;

namespace RefCnn.ConformanceTests.Reports;

/// <summary>Verdicts in the files that build servers read.</summary>
public class TestResultFilesTests : TemporaryFolder
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    private static readonly DateTimeOffset Finished = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly VerificationReport Report = new(
    [
        new CaseResult("relu/worked", "relu", "accelerate", Verdict.Pass, 0.25, 1500, ""),
        new CaseResult("relu/<bad>", "relu", "accelerate", Verdict.Fail, 3, 2, "worst at [0] \u0001 of \U0001F600"),
        new CaseResult("tanh/left", "tanh", "c", Verdict.Unsupported, null, 0, "no tanh"),
        new CaseResult("tanh/wide", "tanh", "c", Verdict.Degraded, 0.9, 0, "errors are large"),
    ]);

    [Fact]
    public void JUnit_OfEveryVerdict_HasASuiteAKindAndBackend()
    {
        XElement root = JUnitXml.Of(Report, Finished).Root!;

        root.Elements("testsuite").Select(Counts).Should().Equal("relu on accelerate: 2 tests, 1 failures, 0 errors, 0 skipped, 1.502000 s", "tanh on c: 2 tests, 0 failures, 0 errors, 1 skipped, 0.000000 s");
        Counts(root).Should().Be("refcnn: 4 tests, 1 failures, 0 errors, 1 skipped, 1.502000 s");
        root.Elements("testsuite").First().Attribute("timestamp")!.Value.Should().Be("2026-01-02T03:04:05");
        root.Descendants("testcase").Select(one => one.Elements().Single().Name.LocalName).Should().Equal("system-out", "failure", "skipped", "system-out");
        root.Descendants("failure").Single().Attribute("message")!.Value.Should().Be("fail, margin 3: worst at [0]  of \U0001F600");
    }

    [Fact]
    public void Trx_OfEveryVerdict_NamesEachCaseInEveryPlaceThatReadersJoin()
    {
        XElement root = TrxFile.Of(Report, Finished).Root!;

        root.Elements().Select(element => element.Name.LocalName).Should().Equal("Times", "Results", "TestDefinitions", "TestEntries", "TestLists", "ResultSummary");
        XElement[] results = [.. root.Element(Trx + "Results")!.Elements()];
        results.Select(one => one.Attribute("outcome")!.Value).Should().Equal("Passed", "Failed", "NotExecuted", "Passed");
        string[] tests = [.. results.Select(one => one.Attribute("testId")!.Value)], executions = [.. results.Select(one => one.Attribute("executionId")!.Value)];
        tests.Should().OnlyHaveUniqueItems();
        root.Descendants(Trx + "UnitTest").Select(one => one.Attribute("id")!.Value).Should().Equal(tests);
        root.Descendants(Trx + "Execution").Select(one => one.Attribute("id")!.Value).Should().Equal(executions);
        root.Descendants(Trx + "TestEntry").Select(one => one.Attribute("testId")!.Value).Should().Equal(tests);
        root.Descendants(Trx + "TestList").Select(one => one.Attribute("id")!.Value).Should().Contain(results[0].Attribute("testListId")!.Value);
        root.Descendants(Trx + "Message").Single().Value.Should().Be("fail, margin 3: worst at [0]  of \U0001F600");
        XElement summary = root.Element(Trx + "ResultSummary")!;
        summary.Attribute("outcome")!.Value.Should().Be("Failed");
        summary.Element(Trx + "Counters")!.Attributes().Where(count => count.Value != "0").Select(count => $"{count.Name}={count.Value}").Should().Equal("total=4", "executed=3", "passed=2", "failed=1", "notExecuted=1");
    }

    [Fact]
    public async Task Verify_JUnitAndTrx_WritesBothWithoutAByteOrderMark()
    {
        CliOutcome outcome = await CliHost.RunAsync("verify", "--layers", "relu", "--backend", "reference", "--junit", FileAt("v.xml"), "--trx", FileAt("v.trx"), "--quiet");

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Output.Should().BeEmpty();
        foreach (string name in (string[])["v.xml", "v.trx"]) (await File.ReadAllBytesAsync(FileAt(name))).Should().StartWith("<?xml"u8.ToArray());
        XDocument.Load(FileAt("v.trx")).Descendants(Trx + "UnitTestResult").Should().HaveCount(XDocument.Load(FileAt("v.xml")).Descendants("testcase").Count());
    }

    [Fact]
    public void Markdown_OfDifferentVectors_SaysSo()
    {
        ReportSource Judged(string device, string vectors) => new(device, "m", null, vectors, Complete: true);

        ReportMarkdown.Of(new JoinedReport([Judged("a", "0123456789"), Judged("b", "abcdefghij")], [], [])).Should().EndWith("The reports judged by different vectors: compare their verdicts with care.\n");
    }

    private static string Counts(XElement suite) =>
        $"{suite.Attribute("name")!.Value}: {suite.Attribute("tests")!.Value} tests, {suite.Attribute("failures")!.Value} failures, {suite.Attribute("errors")!.Value} errors, {suite.Attribute("skipped")!.Value} skipped, {suite.Attribute("time")!.Value} s";
}
