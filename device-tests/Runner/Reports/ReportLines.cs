using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RefCnn.Core;

namespace RefCnn.DeviceTests.Runner.Reports;

/// <summary>
/// A report as it comes about: a line of JSON for every event, <c>{"start": {…}}</c>, <c>{"running": "…"}</c>, <c>{"test": {…}}</c>, <c>{"benchmark": {…}}</c>, <c>{"end": {…}}</c>.
/// Each line is handed to the system before the next begins, so that the end of the process loses none.
/// </summary>
public sealed class ReportLines : IDisposable
{
    internal const string StartMember = "start", RunningMember = "running", TestMember = "test", BenchmarkMember = "benchmark", EndMember = "end";

    private readonly FileStream file;

    /// <summary>Begins a stream.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="head">What is known before the first test.</param>
    /// <exception cref="RefCnnException">The file cannot be written.</exception>
    public ReportLines(string path, ReportHead head)
    {
        try
        {
            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefCnnException($"{path}: cannot be written: {fault.Message}", fault);
        }

        Write(StartMember, head, ReportJson.Default.ReportHead);
    }

    /// <summary>Says what begins now.</summary>
    /// <param name="what">The test or benchmark.</param>
    public void Running(string what) => Write(RunningMember, what, ReportJson.Default.String);

    /// <summary>Keeps a test.</summary>
    /// <param name="test">The test.</param>
    public void Add(TestRecord test) => Write(TestMember, test, ReportJson.Default.TestRecord);

    /// <summary>Keeps a benchmark.</summary>
    /// <param name="benchmark">The benchmark.</param>
    public void Add(BenchmarkRecord benchmark) => Write(BenchmarkMember, benchmark, ReportJson.Default.BenchmarkRecord);

    /// <summary>Ends the stream.</summary>
    /// <param name="summary">The result.</param>
    public void End(SummaryFacts summary) => Write(EndMember, summary, ReportJson.Default.SummaryFacts);

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Write<T>(string member, T value, JsonTypeInfo<T> type)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WritePropertyName(member);
            JsonSerializer.Serialize(json, value, type);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        file.Write(line.GetBuffer(), 0, (int)line.Length);
    }
}
