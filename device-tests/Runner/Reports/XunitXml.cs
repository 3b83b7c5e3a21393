using System.Globalization;
using System.Xml.Linq;
using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.DeviceTests.Runner.Reports;

/// <summary>A report's tests as xunit's XML (format v2), which build servers know.</summary>
public static class XunitXml
{
    /// <summary>The document.</summary>
    /// <param name="report">The report.</param>
    public static XDocument Of(DeviceReport report)
    {
        SummaryFacts summary = report.Summary;
        return new XDocument(new XElement(
            "assemblies",
            new XElement(
                "assembly",
                new XAttribute("name", "RefCnn.DeviceTests"),
                new XAttribute("environment", $"{report.Device.Model ?? report.Device.Kind}, {report.Device.System}, {report.Runtime.Framework}{(report.Runtime.Aot ? " AOT" : "")}"),
                new XAttribute("test-framework", "xUnit.net 2.9.3"),
                new XAttribute("run-date", report.Conditions.Started.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                new XAttribute("run-time", report.Conditions.Started.ToString("HH:mm:ss", CultureInfo.InvariantCulture)),
                Counts(report.Tests),
                new XAttribute("errors", summary.Complete ? 0 : 1),
                report.Tests.GroupBy(test => test.Suite).Select(suite => new XElement("collection", new XAttribute("name", suite.Key), Counts([.. suite]), suite.Select(Test))))));
    }

    /// <summary>Writes the document.</summary>
    /// <param name="report">The report.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="RefCnnException">The file cannot be written.</exception>
    public static void Write(DeviceReport report, string path) => AtomicFile.Write(path, stream => Of(report).Save(stream));

    private static XAttribute[] Counts(IReadOnlyCollection<TestRecord> tests) =>
    [
        new("total", tests.Count),
        new("passed", tests.Count(test => test.Outcome == Outcome.Pass)),
        new("failed", tests.Count(test => test.Outcome == Outcome.Fail)),
        new("skipped", tests.Count(test => test.Outcome == Outcome.Skip)),
        new("time", Seconds(tests.Sum(test => test.Milliseconds))),
    ];

    private static XElement Test(TestRecord test)
    {
        var element = new XElement(
            "test",
            new XAttribute("name", $"{test.Name} on {test.Backend}"),
            new XAttribute("type", test.Suite),
            new XAttribute("method", test.Name),
            new XAttribute("time", Seconds(test.Milliseconds)),
            new XAttribute("result", test.Outcome.ToString()));
        if (test.Outcome == Outcome.Fail) element.Add(new XElement("failure", new XElement("message", test.Message)));
        if (test.Outcome == Outcome.Skip) element.Add(new XElement("reason", test.Message));
        return element;
    }

    private static string Seconds(double milliseconds) => (milliseconds / 1000).ToString("F3", CultureInfo.InvariantCulture);
}
