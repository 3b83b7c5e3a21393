using System.Collections.Immutable;
using System.Text.Json;
using RefCnn.Conformance.Networks;
using RefCnn.Conformance.Timings;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance.Reports;

/// <summary>Joins reports of <c>refcnn verify --json</c>, of <c>refcnn bench --json</c> and of the device tests (docs/device.md); their content tells which is which.</summary>
public sealed class ReportJoiner
{
    private const string DeviceFormat = "refcnn-device-report/1";

    private readonly ImmutableArray<ReportSource>.Builder sources = ImmutableArray.CreateBuilder<ReportSource>();
    private readonly ImmutableArray<JoinedVerdict>.Builder verdicts = ImmutableArray.CreateBuilder<JoinedVerdict>();
    private readonly ImmutableArray<JoinedTiming>.Builder timings = ImmutableArray.CreateBuilder<JoinedTiming>();

    private ReportJoiner()
    {
    }

    /// <summary>Joins.</summary>
    /// <param name="paths">The files.</param>
    /// <exception cref="RefCnnException">One cannot be read, or is no such report.</exception>
    public static JoinedReport Join(IEnumerable<string> paths)
    {
        var joiner = new ReportJoiner();
        foreach (string path in paths) joiner.Add(path);
        return new JoinedReport(joiner.sources.ToImmutable(), joiner.verdicts.ToImmutable(), [.. joiner.timings.Select(joiner.Judged)]);
    }

    private void Add(string path)
    {
        try
        {
            string text = File.ReadAllText(path);
            using var document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            if (Has(root, "format", JsonValueKind.String)) AddDevice(path, root);
            else if (Has(root, "cases", JsonValueKind.Array)) AddVerdicts(path, root);
            else if (Has(root, "timings", JsonValueKind.Array)) AddTimings(path, TimingReport.Parse(text));
            else throw new RefCnnException($"{path}: is no report of verify, bench or the device tests; expected a member 'cases', 'timings' or 'format'");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefCnnException($"{path}: cannot be read: {fault.Message}", fault);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new RefCnnException($"{path}: not a report: {fault.Message.ReplaceLineEndings(" ")}; a device's report.ndjson is read by device-tests --read", fault);
        }
    }

    private void AddDevice(string path, JsonElement root)
    {
        string format = root.GetProperty("format").GetString()!;
        if (format != DeviceFormat) throw new RefCnnException($"{path}: has the format '{format}'; expected '{DeviceFormat}'");

        JsonElement device = root.GetProperty("device"), runtime = root.GetProperty("runtime"), build = root.GetProperty("build");
        string model = Text(device, "model") ?? Text(device, "kind")!;
        string machine = $"{model}, {Text(device, "system")}, {Text(runtime, "architecture")}, {Text(runtime, "framework")}{(runtime.GetProperty("aot").GetBoolean() ? " AOT" : "")}";
        string? commit = Text(build, "commit") is { } known ? known[..Math.Min(known.Length, 12)] + (build.GetProperty("dirty").ValueKind == JsonValueKind.True ? "+" : "") : null;
        int source = Name(path, machine, commit, Text(root.GetProperty("vectors"), "sha256"), root.GetProperty("summary").GetProperty("complete").GetBoolean());
        foreach (JsonElement test in root.GetProperty("tests").EnumerateArray())
        {
            // A test that broke before there was a verdict is a failure.
            Verdict? verdict = Text(test, "outcome") == "fail" ? Verdict.Fail : Text(test, "verdict") is { } word ? VerdictOf(word) : null;
            verdicts.Add(new JoinedVerdict(source, Text(test, "suite")!, Text(test, "name")!, Text(test, "backend")!, verdict, Number(test, "margin"), Text(test, "message")!));
        }

        foreach (JsonElement benchmark in root.GetProperty("benchmarks").EnumerateArray())
        {
            string validity = Text(benchmark, "validity")!;
            timings.Add(new JoinedTiming(
                source, Text(benchmark, "network")!, Text(benchmark, "backend")!, benchmark.GetProperty("threads").GetInt32(), benchmark.GetProperty("multiplyAccumulates").GetInt64(),
                Number(benchmark, "compileMs") ?? 0, [.. benchmark.GetProperty("samplesMs").EnumerateArray().Select(sample => sample.GetDouble())],
                validity == "valid" ? null : $"{validity}: {Text(benchmark, "message")}"));
        }
    }

    private void AddVerdicts(string path, JsonElement root)
    {
        int source = Name(path, null, null, null, complete: true);
        foreach (JsonElement one in root.GetProperty("cases").EnumerateArray())
        {
            (string suite, string name) = Place(Text(one, "id")!, Text(one, "kind")!);
            verdicts.Add(new JoinedVerdict(source, suite, name, Text(one, "backend")!, VerdictOf(Text(one, "verdict")!), Number(one, "margin"), Text(one, "message")!));
        }
    }

    private void AddTimings(string path, TimingReport report)
    {
        MachineFacts machine = report.Machine;
        int source = Name(path, $"{machine.System}, {machine.Architecture}, {machine.Runtime}", null, null, complete: true);
        timings.AddRange(report.Timings.Select(timing => new JoinedTiming(
            source, timing.Network, timing.Backend, timing.Threads, timing.MultiplyAccumulates, timing.CompileMs, timing.SamplesMs.Milliseconds, null)));
    }

    // Timings of a desktop come without verdicts: those of another file that says nothing of its machine are taken for the desktop's.
    private JoinedTiming Judged(JoinedTiming timing)
    {
        if (timing.VoidBecause is not null || sources[timing.Source].VectorsSha256 is not null) return timing;
        JoinedVerdict? failed = verdicts.FirstOrDefault(verdict =>
            verdict.Verdict == Verdict.Fail && sources[verdict.Source].Machine is null && verdict.Name == timing.Network && verdict.Backend == timing.Backend);
        return failed is null ? timing : timing with { VoidBecause = $"parity-failed: {failed.Message}" };
    }

    private int Name(string path, string? machine, string? commit, string? vectors, bool complete)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        int same = sources.Count(source => source.Name == name || source.Name.StartsWith($"{name} (", StringComparison.Ordinal));
        sources.Add(new ReportSource(same == 0 ? name : $"{name} ({same + 1})", machine, commit, vectors, complete));
        return sources.Count - 1;
    }

    // Devices call the case network/squeezenet squeezenet in the suite networks, and layer vectors of every kind are one suite.
    private static (string Suite, string Name) Place(string id, string kind) => kind switch
    {
        NetworkVerifier.Kind => ("networks", id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..]),
        NetworkCertificate.Kind => ("certificates", id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..]),
        _ when LayerKinds.All.Any(layer => layer.Name == kind) => ("layers", id),
        _ => (kind, id),
    };

    private static Verdict VerdictOf(string word) =>
        Enum.GetValues<Verdict>().Cast<Verdict?>().FirstOrDefault(verdict => VerificationReport.Name(verdict!.Value) == word) ?? throw new FormatException($"the verdict '{word}' is unknown");

    private static bool Has(JsonElement root, string member, JsonValueKind kind) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(member, out JsonElement value) && value.ValueKind == kind;

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();

    private static double? Number(JsonElement element, string member) => element.GetProperty(member) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}
