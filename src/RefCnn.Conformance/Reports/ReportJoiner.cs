using System.Collections.Immutable;
using System.Text.Json;
using RefCnn.Conformance.Networks;
using RefCnn.Conformance.Timings;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance.Reports;

/// <summary>A report's file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Device">What its machine is to be called, the same for several files of one machine; null to call it as the file.</param>
public sealed record ReportFile(string Path, string? Device = null);

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

    /// <summary>Joins files.</summary>
    /// <param name="files">The files.</param>
    /// <exception cref="RefCnnException">One cannot be read, or is no such report.</exception>
    public static JoinedReport Join(IEnumerable<ReportFile> files)
    {
        var joiner = new ReportJoiner();
        foreach (ReportFile file in files) joiner.Add(file);
        return joiner.Joined();
    }

    /// <summary>What one machine found, joined.</summary>
    /// <param name="device">What it is called.</param>
    /// <param name="report">Its verdicts.</param>
    /// <param name="timings">Its timings, or null.</param>
    public static JoinedReport Join(string device, VerificationReport report, TimingReport? timings)
    {
        var joiner = new ReportJoiner();
        var file = new ReportFile(device, device);
        using var document = JsonDocument.Parse(report.ToJson());
        joiner.AddVerdicts(file, document.RootElement);
        if (timings is not null) joiner.AddTimings(file, timings);
        return joiner.Joined();
    }

    private JoinedReport Joined() => new(sources.ToImmutable(), verdicts.ToImmutable(), [.. timings.Select(Judged)]);

    private void Add(ReportFile file)
    {
        string path = file.Path;
        try
        {
            string text = File.ReadAllText(path);
            using var document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            if (Has(root, "format", JsonValueKind.String)) AddDevice(file, root);
            else if (Has(root, "cases", JsonValueKind.Array)) AddVerdicts(file, root);
            else if (Has(root, "timings", JsonValueKind.Array)) AddTimings(file, TimingReport.Parse(text));
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

    private void AddDevice(ReportFile file, JsonElement root)
    {
        string format = root.GetProperty("format").GetString()!;
        if (format != DeviceFormat) throw new RefCnnException($"{file.Path}: has the format '{format}'; expected '{DeviceFormat}'");

        JsonElement device = root.GetProperty("device"), runtime = root.GetProperty("runtime"), build = root.GetProperty("build");
        string model = Text(device, "model") ?? Text(device, "kind")!;
        string machine = $"{model}, {Text(device, "system")}, {Text(runtime, "architecture")}, {Text(runtime, "framework")}{(runtime.GetProperty("aot").GetBoolean() ? " AOT" : "")}";
        string? commit = Text(build, "commit") is { } known ? known[..Math.Min(known.Length, 12)] + (build.GetProperty("dirty").ValueKind == JsonValueKind.True ? "+" : "") : null;
        int source = Add(file, device => new ReportSource(device, machine, commit, Text(root.GetProperty("vectors"), "sha256"), root.GetProperty("summary").GetProperty("complete").GetBoolean()));
        foreach (JsonElement test in root.GetProperty("tests").EnumerateArray())
        {
            // A test that broke before there was a verdict is a failure.
            Verdict? verdict = Text(test, "outcome") == "fail" ? Verdict.Fail : Text(test, "verdict") is { } word ? VerdictOf(word) : null;
            verdicts.Add(new JoinedVerdict(
                source, Text(test, "suite")!, Text(test, "name")!, Text(test, "backend")!, verdict, Number(test, "margin"), Number(test, "milliseconds") ?? 0, Text(test, "message")!));
        }

        foreach (JsonElement benchmark in root.GetProperty("benchmarks").EnumerateArray())
        {
            string validity = Text(benchmark, "validity")!;
            timings.Add(new JoinedTiming(
                source, Text(benchmark, "network")!, Text(benchmark, "backend")!, benchmark.GetProperty("threads").GetInt32(), benchmark.GetProperty("multiplyAccumulates").GetInt64(),
                Number(benchmark, "compileMs") ?? 0, [.. benchmark.GetProperty("samplesMs").EnumerateArray().Select(sample => sample.GetDouble())],
                null, validity == "valid" ? null : $"{validity}: {Text(benchmark, "message")}"));
        }
    }

    private void AddVerdicts(ReportFile file, JsonElement root)
    {
        VerificationRun? run = root.TryGetProperty("run", out JsonElement member) ? member.Deserialize(JoinedJson.Default.VerificationRun) : null;
        int source = Add(file, device => new ReportSource(device, run?.Machine, run?.Commit, null, Complete: true, run?.Part), run?.Part);
        foreach (JsonElement one in root.GetProperty("cases").EnumerateArray())
        {
            (string suite, string name) = Place(Text(one, "id")!, Text(one, "kind")!);
            verdicts.Add(new JoinedVerdict(
                source, suite, name, Text(one, "backend")!, VerdictOf(Text(one, "verdict")!), Number(one, "margin"), Number(one, "ms") ?? 0, Text(one, "message")!)
            {
                Layers = one.TryGetProperty("layers", out JsonElement layers) ? [.. layers.EnumerateArray().Select(Layer)] : null,
            });
        }
    }

    private static JoinedLayer Layer(JsonElement layer) => new(
        Text(layer, "node")!, layer.GetProperty("index").GetInt32(), Text(layer, "kind")!, VerdictOf(Text(layer, "verdict")!), Number(layer, "margin"), Text(layer, "message")!);

    private void AddTimings(ReportFile file, TimingReport report)
    {
        MachineFacts machine = report.Machine;
        int source = Add(file, device => new ReportSource(device, VerificationRun.MachineLine(machine.System, machine.Architecture, machine.Runtime), null, null, Complete: true));
        timings.AddRange(report.Timings.Select(timing => new JoinedTiming(
            source, timing.Network, timing.Backend, timing.Threads, timing.MultiplyAccumulates, timing.CompileMs, timing.SamplesMs.Milliseconds, timing.PeakMemoryBytes, null)));
    }

    // Timings of a desktop come without verdicts: those of the same machine are taken for its own, and those that say nothing of their machine.
    private JoinedTiming Judged(JoinedTiming timing)
    {
        ReportSource timed = sources[timing.Source];
        if (timing.VoidBecause is not null || timed.VectorsSha256 is not null) return timing;
        JoinedVerdict? failed = verdicts.FirstOrDefault(verdict =>
            verdict.Verdict == Verdict.Fail && verdict.Name == timing.Network && verdict.Backend == timing.Backend && Together(sources[verdict.Source], timed));
        return failed is null ? timing : timing with { VoidBecause = $"parity-failed: {failed.Message}" };

        static bool Together(ReportSource one, ReportSource other) => one.VectorsSha256 is null && (one.Device == other.Device || one.Machine is null || one.Machine == other.Machine);
    }

    private int Add(ReportFile file, Func<string, ReportSource> source, RunPart? part = null)
    {
        sources.Add(source(file.Device ?? PartOf(part) ?? Unique(NameOf(file.Path, part))));
        return sources.Count - 1;
    }

    // Parts of one run are one device, called as the first of them without its number.
    private string? PartOf(RunPart? part) =>
        part is null ? null : sources.FirstOrDefault(source => source.Part is { } other && other.Run == part.Run && other.Count == part.Count)?.Device;

    private static string NameOf(string path, RunPart? part)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return part is null || name.TrimEnd("0123456789".ToCharArray()).TrimEnd('-', '_', '.', ' ') is not { Length: > 0 } stem ? name : stem;
    }

    private string Unique(string name)
    {
        int same = sources.Count(source => source.Device == name || source.Device.StartsWith($"{name} (", StringComparison.Ordinal));
        return same == 0 ? name : $"{name} ({same + 1})";
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
