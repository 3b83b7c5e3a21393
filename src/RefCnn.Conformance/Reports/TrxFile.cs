using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using RefCnn.Core;

namespace RefCnn.Conformance.Reports;

/// <summary>
/// Verdicts as a TRX file, the form of <c>dotnet test --logger trx</c>, which Visual Studio and Azure Pipelines read. A verdict of <c>fail</c> failed; <c>unsupported</c> and
/// <c>unavailable</c> were not executed; all others passed.
/// </summary>
public static class TrxFile
{
    private static readonly XNamespace Space = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    // Visual Studio's own: the type of a unit test, and the two lists that every file has.
    private const string UnitTest = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b", Unlisted = "8c84fa94-04c1-424b-9868-57a2d4851a1d", Everything = "19431567-8539-422a-85d7-44ee4e166bda";

    private static readonly string[] OtherCounters =
        ["error", "timeout", "aborted", "inconclusive", "passedButRunAborted", "notRunnable", "disconnected", "warning", "completed", "inProgress", "pending"];

    /// <summary>The document.</summary>
    /// <param name="report">The verdicts.</param>
    /// <param name="finished">When the run ended.</param>
    public static XDocument Of(VerificationReport report, DateTimeOffset finished)
    {
        DateTimeOffset started = finished.AddMilliseconds(-report.Cases.Sum(result => result.Milliseconds));
        return new XDocument(Element(
            "TestRun",
            new XAttribute("id", IdOf($"run {started:O}")),
            new XAttribute("name", "refcnn verify"),
            Element("Times", new XAttribute("creation", Text(started)), new XAttribute("queuing", Text(started)), new XAttribute("start", Text(started)), new XAttribute("finish", Text(finished))),
            Element("Results", report.Cases.Select(result => Result(result, started))),
            Element("TestDefinitions", report.Cases.Select(Definition)),
            Element("TestEntries", report.Cases.Select(result => Element("TestEntry", TestId(result), ExecutionId("executionId", result), new XAttribute("testListId", Unlisted)))),
            Element("TestLists", List("Results Not in a List", Unlisted), List("All Loaded Results", Everything)),
            Summary(report)));
    }

    /// <summary>Writes the document.</summary>
    /// <param name="report">The verdicts.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="RefCnnException">The file cannot be written; one that was there is whole.</exception>
    public static void Write(VerificationReport report, string path) => XmlText.Write(Of(report, DateTimeOffset.Now), path);

    private static XElement Result(CaseResult result, DateTimeOffset started)
    {
        string line = XmlText.Line(result);
        return Element(
            "UnitTestResult",
            ExecutionId("executionId", result),
            TestId(result),
            new XAttribute("testName", NameOf(result)),
            new XAttribute("computerName", Environment.MachineName),
            new XAttribute("duration", TimeSpan.FromMilliseconds(result.Milliseconds).ToString("c", CultureInfo.InvariantCulture)),
            new XAttribute("startTime", Text(started)),
            new XAttribute("endTime", Text(started.AddMilliseconds(result.Milliseconds))),
            new XAttribute("testType", UnitTest),
            new XAttribute("outcome", Outcome(result.Verdict)),
            new XAttribute("testListId", Unlisted),
            ExecutionId("relativeResultsDirectory", result),
            Element("Output", result.Verdict == Verdict.Fail ? Element("ErrorInfo", Element("Message", line)) : Element("StdOut", line)));
    }

    private static XElement Definition(CaseResult result) => Element(
        "UnitTest",
        new XAttribute("name", NameOf(result)),
        new XAttribute("storage", "refcnn"),
        new XAttribute("id", IdOf($"test {NameOf(result)}")),
        Element("Execution", ExecutionId("id", result)),
        Element(
            "TestMethod", new XAttribute("codeBase", "refcnn"), new XAttribute("adapterTypeName", "executor://refcnn/verify"),
            new XAttribute("className", XmlText.Of($"{result.Backend}.{result.Kind}")), new XAttribute("name", XmlText.Of(result.Id))));

    private static XElement Summary(VerificationReport report)
    {
        int failed = report.Count(Verdict.Fail), skipped = report.Count(Verdict.Unsupported) + report.Count(Verdict.Unavailable), executed = report.Cases.Length - skipped;
        return Element(
            "ResultSummary",
            new XAttribute("outcome", failed > 0 ? "Failed" : "Completed"),
            Element(
                "Counters", new XAttribute("total", report.Cases.Length), new XAttribute("executed", executed), new XAttribute("passed", executed - failed), new XAttribute("failed", failed),
                new XAttribute("notExecuted", skipped), OtherCounters.Select(name => new XAttribute(name, 0))));
    }

    private static string Outcome(Verdict verdict) => verdict switch
    {
        Verdict.Fail => "Failed",
        Verdict.Unsupported or Verdict.Unavailable => "NotExecuted",
        _ => "Passed",
    };

    private static XElement Element(string name, params object[] content) => new(Space + name, content);

    private static XElement List(string name, string id) => Element("TestList", new XAttribute("name", name), new XAttribute("id", id));

    private static XAttribute TestId(CaseResult result) => new("testId", IdOf($"test {NameOf(result)}"));

    private static XAttribute ExecutionId(string attribute, CaseResult result) => new(attribute, IdOf($"execution {NameOf(result)}"));

    private static string NameOf(CaseResult result) => XmlText.Of($"{result.Id} on {result.Backend}");

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    // The same case has the same id in every file, so that a server can follow it.
    private static Guid IdOf(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
