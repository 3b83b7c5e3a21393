using System.Globalization;
using System.Xml.Linq;
using RefCnn.Core;

namespace RefCnn.Conformance.Reports;

/// <summary>
/// Verdicts as JUnit XML, in the form that Jenkins, GitLab and others read: a suite a kind and backend. A verdict of <c>fail</c> is a failure; <c>unsupported</c> and
/// <c>unavailable</c> are skipped; all others passed, with what they say in <c>system-out</c>.
/// </summary>
public static class JUnitXml
{
    /// <summary>The document.</summary>
    /// <param name="report">The verdicts.</param>
    /// <param name="finished">When the run ended.</param>
    public static XDocument Of(VerificationReport report, DateTimeOffset finished) => new(new XElement(
        "testsuites",
        new XAttribute("name", "refcnn"),
        Counts(report.Cases),
        report.Cases.GroupBy(result => (result.Kind, result.Backend)).Select(suite => new XElement(
            "testsuite",
            new XAttribute("name", XmlText.Of($"{suite.Key.Kind} on {suite.Key.Backend}")),
            Counts([.. suite]),
            new XAttribute("timestamp", finished.UtcDateTime.ToString("s", CultureInfo.InvariantCulture)),
            new XAttribute("hostname", Environment.MachineName),
            suite.Select(Case)))));

    /// <summary>Writes the document.</summary>
    /// <param name="report">The verdicts.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="RefCnnException">The file cannot be written; one that was there is whole.</exception>
    public static void Write(VerificationReport report, string path) => XmlText.Write(Of(report, DateTimeOffset.Now), path);

    private static XAttribute[] Counts(IReadOnlyCollection<CaseResult> cases) =>
    [
        new("tests", cases.Count),
        new("failures", cases.Count(result => result.Verdict == Verdict.Fail)),
        new("errors", 0),
        new("skipped", cases.Count(IsSkipped)),
        new("time", XmlText.Seconds(cases.Sum(result => result.Milliseconds))),
    ];

    private static XElement Case(CaseResult result)
    {
        string line = XmlText.Line(result);
        return new XElement(
            "testcase",
            new XAttribute("classname", XmlText.Of($"{result.Backend}.{result.Kind}")),
            new XAttribute("name", XmlText.Of(result.Id)),
            new XAttribute("time", XmlText.Seconds(result.Milliseconds)),
            result.Verdict == Verdict.Fail ? new XElement("failure", new XAttribute("message", line), new XAttribute("type", "fail"), line)
            : IsSkipped(result) ? new XElement("skipped", new XAttribute("message", line))
            : new XElement("system-out", line));
    }

    private static bool IsSkipped(CaseResult result) => result.Verdict is Verdict.Unsupported or Verdict.Unavailable;
}
