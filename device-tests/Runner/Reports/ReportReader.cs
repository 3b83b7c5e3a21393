using System.Text.Json;
using RefCnn.Core;

namespace RefCnn.DeviceTests.Runner.Reports;

/// <summary>Reads reports: whole ones, and the streams of runs that were killed, whose last line may be cut.</summary>
public static class ReportReader
{
    /// <summary>Reads a report.</summary>
    /// <param name="path">A <c>.json</c> report or an <c>.ndjson</c> stream; the content tells which.</param>
    /// <exception cref="RefCnnException">It is neither, or of another version.</exception>
    public static DeviceReport Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefCnnException($"{path}: cannot be read: {fault.Message}", fault);
        }

        try
        {
            return text.StartsWith($"{{\"{ReportLines.StartMember}\":", StringComparison.Ordinal) ? OfStream(path, text) : OfReport(path, text);
        }
        catch (JsonException fault)
        {
            throw new RefCnnException($"{path}: not a device report ({DeviceReport.CurrentFormat}): {fault.Message.ReplaceLineEndings(" ")}", fault);
        }
    }

    private static DeviceReport OfReport(string path, string text)
    {
        using var document = JsonDocument.Parse(text);
        DemandFormat(path, document.RootElement);
        return document.RootElement.Deserialize(ReportJson.Default.DeviceReport)!;
    }

    private static DeviceReport OfStream(string path, string text)
    {
        string[] lines = text.Split('\n');
        var builder = new ReportBuilder(Head(path, lines[0]));

        // What follows the last line feed was cut, or is empty.
        foreach (string line in lines.Skip(1).SkipLast(1))
        {
            using var document = JsonDocument.Parse(line);
            JsonProperty member = document.RootElement.EnumerateObject().Single();
            switch (member.Name)
            {
                case ReportLines.RunningMember: builder.Running = member.Value.GetString(); break;
                case ReportLines.TestMember: builder.Add(member.Value.Deserialize(ReportJson.Default.TestRecord)!); break;
                case ReportLines.BenchmarkMember: builder.Add(member.Value.Deserialize(ReportJson.Default.BenchmarkRecord)!); break;
                case ReportLines.EndMember: return builder.Build(member.Value.Deserialize(ReportJson.Default.SummaryFacts)!);
                default: throw new JsonException($"a line has the member '{member.Name}'");
            }
        }

        return builder.Build(builder.Summarise(complete: false, seconds: null, peakMemory: null));
    }

    private static ReportHead Head(string path, string line)
    {
        using var document = JsonDocument.Parse(line);
        JsonElement head = document.RootElement.GetProperty(ReportLines.StartMember);
        DemandFormat(path, head);
        return head.Deserialize(ReportJson.Default.ReportHead)!;
    }

    private static void DemandFormat(string path, JsonElement root)
    {
        string? format = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("format", out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        if (format != DeviceReport.CurrentFormat)
            throw new RefCnnException($"{path}: has the format '{format ?? "none"}'; expected '{DeviceReport.CurrentFormat}', which this version of the tool reads");
    }
}
