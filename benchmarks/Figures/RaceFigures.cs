using System.Collections.Immutable;
using System.Globalization;

namespace RefCnn.Benchmarks.Figures;

/// <summary>Draws races: how fast we are beside the peer, what threads bring either, and how much memory either takes.</summary>
/// <param name="results">The races' results, of any numbers of threads. Of two of one network and number the later counts.</param>
internal sealed class RaceFigures(IEnumerable<RaceResult> results)
{
    private const string Peer = "ONNX Runtime";

    private static readonly string[] OurColours = ["#1f5f99", "#7fb2dd", "#c3dcf0"], PeerColours = ["#f0a04b", "#f7cf9d", "#fbe7ce"];

    private readonly ImmutableArray<RaceResult> results = [.. results.GroupBy(result => (result.Network, result.Threads)).Select(same => same.Last())];

    /// <summary>The figures that the results are enough for, by the name of their files.</summary>
    public IEnumerable<(string Name, BarFigure Figure)> All()
    {
        if (results.Length > 0) yield return ("speed", Speed());
        if (Threads.Length > 1 && Threads[0] == 1) yield return ("threads", Scaling());
        if (results.Any(result => result.Memory is not null)) yield return ("memory", Memory());
    }

    private ImmutableArray<int> Threads => [.. results.Select(result => result.Threads).Distinct().Order()];

    // The peer's time divided by ours: the ratio's reciprocal, and so its percentiles change places.
    private BarFigure Speed() => new(
        $"times as fast as {Peer}: the peer's time ÷ ours, median, 10th and 90th percentile of pairs",
        [.. Threads.Select((threads, i) => new BarSeries(threads == 1 ? "1 thread" : Text($"{threads} threads"), OurColours[i % OurColours.Length]))],
        Groups(of => [.. Threads.Select(threads => Of(of, threads, raced => new Bar(1 / raced.Ratio, Text($"{raced.OursMs:F1} ms, peer {raced.PeerMs:F1} ms"), 1 / raced.RatioHigh, 1 / raced.RatioLow)))]),
        (1, Peer));

    private BarFigure Scaling() => new(
        "times as fast as on one thread",
        [.. Threads.Skip(1).SelectMany((threads, i) => new BarSeries[] { new(Text($"ours on {threads} threads"), OurColours[i % OurColours.Length]), new(Text($"{Peer} on {threads} threads"), PeerColours[i % PeerColours.Length]) })],
        Groups(of => [.. Threads.Skip(1).SelectMany(threads => new[] { Gain(of, threads, raced => raced.OursMs), Gain(of, threads, raced => raced.PeerMs) })]),
        (Threads[^1], Text($"{Threads[^1]} times")));

    private BarFigure Memory()
    {
        ImmutableArray<Func<RaceMemory, double>> kinds = [memory => memory.OursMb, memory => memory.OursFromFileMb, memory => memory.PeerFromFileMb];
        return new BarFigure(
            "most physical memory of a process that loads the network and runs it, MB",
            [new("ours", OurColours[0]), new("ours from an ONNX file", OurColours[1]), new($"{Peer} from the same file", PeerColours[0])],
            Groups(of => [.. kinds.Select(kind => results.LastOrDefault(result => result.Network == of && result.Memory is not null)?.Memory is { } memory ? new Bar(kind(memory), Text($"{kind(memory):F0} MB")) : null)]));
    }

    private Bar? Gain(string network, int threads, Func<RaceResult, double> milliseconds) =>
        Of(network, 1, alone => Of(network, threads, together => new Bar(milliseconds(alone) / milliseconds(together), Text($"{milliseconds(alone):F1} → {milliseconds(together):F1} ms"))));

    private Bar? Of(string network, int threads, Func<RaceResult, Bar?> bar) => results.FirstOrDefault(result => result.Network == network && result.Threads == threads) is { } found ? bar(found) : null;

    // Longest bars first; networks that have none are left out.
    private ImmutableArray<BarGroup> Groups(Func<string, ImmutableArray<Bar?>> bars) =>
    [
        .. results.Select(result => result.Network).Distinct().Select(network => new BarGroup(network, bars(network)))
            .Where(group => group.Bars.Any(bar => bar is not null)).OrderByDescending(group => group.Bars.First(bar => bar is not null)!.Length),
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
