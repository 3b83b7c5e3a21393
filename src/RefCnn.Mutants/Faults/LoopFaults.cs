using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Mutants.Faults;

/// <summary>Loops of fast engines that miss an edge: vectors, tiles, threads.</summary>
internal static class LoopFaults
{
    private static readonly string[] Elementwise = ["relu", "clip", "leaky-relu", "prelu", "elu", "sigmoid", "hard-sigmoid", "tanh", "softplus", "unary", "binary"];
    private static readonly string[] Windows = ["conv2d", "conv-transpose2d", "max-pool2d", "average-pool2d", "l2-pool2d"];
    private static readonly string[] Pictures = [.. Windows, "argmax-pool2d", "batch-norm", "instance-norm", "local-response-norm", "l2-normalize", "mean-variance-norm", "resize", "pad", "prelu", "concat", "depth-to-space", "space-to-depth", "darknet-reorg"];

    public static FaultFamily Family { get; } = new(
        "loops",
        "authors of vectorised, tiled and threaded kernels",
        Tail(4),
        Tail(8),
        Tail(16),
        new("tail-computed-twice", "The last vector overlaps the one before it, in place: some values are computed from outputs.", [.. Elementwise.Except(["prelu", "binary"])], TailTwice)
        {
            EquivalentBecause = new Dictionary<string, string>
            {
                ["relu"] = "max(max(x, 0), 0) = max(x, 0) for every x, NaN and infinities included.",
                ["clip"] = "NaN stays NaN; any other output lies between the limits and is left as it is; where the limits cross, every output is the maximum, whose clip is the maximum again.",
            }.ToImmutableDictionary(),
        },
        new("row-tail-stale", "Columns beyond the last full vector of four in a row are not written.", [.. Pictures], run => run.Shape.Rank != 4 ? null : run.Output.AtPlaces(p => p[3] >= run.Shape.Width / 4 * 4 ? 0 : run.Output.At(p))),
        new("last-row-stale", "The last row of a plane is not written.", [.. Pictures], run => run.Shape.Rank != 4 ? null : run.Output.AtPlaces(p => p[2] == run.Shape.Height - 1 ? 0 : run.Output.At(p))),
        new("channel-block-stale", "Channels beyond the last full block of four are not written.", [.. Pictures], run => run.Shape.Rank != 4 ? null : run.Output.AtPlaces(p => p[1] >= run.Shape.Channels / 4 * 4 ? 0 : run.Output.At(p))),
        new("first-item-for-all", "The offset of a batch item is forgotten: all items have the first one's outputs.", [.. Pictures.Except(["argmax-pool2d"])], run => run.Shape.Rank != 4 || run.Shape.Batch < 2 ? null : run.Output.Remade(i => run.Output[i % run.Shape.CountBetween(1, 4)])),
        new("height-for-width", "Rows are as far apart as there are rows: wrong for pictures that are not square.", [.. Pictures], run => run.Shape.Rank != 4 ? null : run.Output.AtPlaces(p => run.Output[Math.Min(((((p[0] * run.Shape.Channels) + p[1]) * run.Shape.Height * run.Shape.Width) + (p[2] * run.Shape.Height) + p[3]), run.Output.Count - 1)])),
        new("tile-edge-dropped", "Of a last tile of four rows that is only partly filled nothing is stored.", [.. Windows], run => run.Output.AtPlaces(p => p[2] >= run.Shape.Height / 4 * 4 && p[3] >= run.Shape.Width / 4 * 4 ? 0 : run.Output.At(p))),
        new("halves-without-remainder", "Work on channels is split between two threads without the remainder.", [.. Pictures], run => run.Shape.Rank != 4 || run.Shape.Channels % 2 == 0 ? null : run.Output.AtPlaces(p => p[1] == run.Shape.Channels - 1 ? 0 : run.Output.At(p))),
        new("scratch-shared-by-threads", "Two threads share a scratch row: the second half of the channels has the first half's first row.", [.. Windows], run => run.Shape.Channels < 2 ? null : run.Output.AtPlaces(p => p[1] >= run.Shape.Channels / 2 && p[2] == 0 ? run.Output.At(p.With(1, p[1] - (run.Shape.Channels / 2))) : run.Output.At(p))),
        new("nhwc-stored", "Outputs are stored with channels last where they should be planes.", [.. Pictures], run => run.Shape.Rank != 4 ? null : run.Output.StoredAs(0, 2, 3, 1)));

    private static Fault Tail(int lanes) => new(
        $"tail-of-{lanes}-lanes-missed", $"Values beyond the last full vector of {lanes} are not written.", [.. Elementwise],
        run => run.Output.Count % lanes == 0 ? null : run.Output.Remade(i => i >= run.Output.Count / lanes * lanes ? 0 : run.Output[i]));

    private static Tensor<float>? TailTwice(Execution run)
    {
        int count = run.Output.Count;
        if (count < 8 || count % 8 == 0) return null;
        Tensor<float> twice = run.On(run.Output);
        return run.Output.Remade(i => i >= count - 8 && i < count / 8 * 8 ? twice[i] : run.Output[i]);
    }
}
