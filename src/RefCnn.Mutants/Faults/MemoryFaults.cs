using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants.Faults;

/// <summary>Memory that keeps what it should not: only a second run on other inputs shows it.</summary>
internal static class MemoryFaults
{
    private static readonly string[] Sums = ["conv2d", "conv-transpose2d", "dense", "matmul", "average-pool2d", "global-pool", "reduce"];
    private static readonly string[] Padded = ["conv2d", "max-pool2d", "average-pool2d"];
    private static readonly string[] Statistics = ["instance-norm", "mean-variance-norm", "l2-normalize", "softmax", "log-softmax", "local-response-norm"];
    private static readonly string[] Any = [.. Sums, .. Statistics, "relu", "sigmoid", "binary", "concat", "resize", "pad", "slice", "transpose", "max-pool2d", "batch-norm", "prelu", "clip"];

    public static FaultFamily Family { get; } = new(
        "memory",
        "engines that keep buffers between runs",
        new("result-of-previous-run", "The output buffer still holds the run before.", [.. Any], run => run.Previous?.Output),
        new("sum-not-cleared", "Products are added to the sums of the run before.", [.. Sums], run => run.Previous is { } previous ? run.Output.Remade(i => run.Output[i] + previous.Output[i]) : null),
        new("last-value-of-previous-run", "The last output is not written, and is that of the run before.", [.. Any], run => run.Previous is { } previous ? run.Output.Remade(i => i == run.Output.Count - 1 ? previous.Output[i] : run.Output[i]) : null),
        new("halo-of-previous-run", "The padding of a buffer that was used before is not cleared.", [.. Padded], StaleHalo),
        new("statistics-of-previous-run", "Statistics are computed in the first run only: later ones are scaled as it was.", [.. Statistics], StaleStatistics),
        new("input-bound-once", "The address of the first input is kept from the run before.", ["binary", "matmul", "concat"], run => run.Previous is { } previous ? run.On([previous.Inputs[0], .. run.Inputs.Skip(1)]) : null));

    // A padded sample reads the last value of the run before where it should be zero: the layer on a picture that is padded so.
    private static Tensor<float>? StaleHalo(Execution run)
    {
        Window2D window = run.Layer is Conv2D conv ? conv.Window : ((PoolingLayer)run.Layer).Window;
        Padding2D p = window.Padding;
        if (run.Previous is not { } previous || p == Padding2D.None || run.Input.Count == 0) return null;
        Shape shape = run.Input.Shape;
        float stale = previous.Input[previous.Input.Count - 1];
        var padded = new Shape(shape.Batch, shape.Channels, shape.Height + p.Top + p.Bottom, shape.Width + p.Left + p.Right);
        bool Inside(int[] place) => place[2] >= p.Top && place[2] < p.Top + shape.Height && place[3] >= p.Left && place[3] < p.Left + shape.Width;
        Tensor<float> haloed = new Tensor<float>(padded).AtPlaces(place => Inside(place) ? run.Input.At(place[0], place[1], place[2] - p.Top, place[3] - p.Left) : stale);
        Window2D bare = window with { Padding = 0 };
        return run.Layer switch
        {
            Conv2D layer => run.Instead(layer with { Window = bare }, haloed),
            AveragePool2D { Divisor: PoolDivisor.Inside } => null,
            AveragePool2D layer => run.Instead(layer with { Window = bare, Divisor = PoolDivisor.Window }, haloed),
            PoolingLayer layer => run.Instead(layer with { Window = bare }, haloed),
            _ => null,
        };
    }

    private static Tensor<float>? StaleStatistics(Execution run) => run.Previous is not { } previous ? null
        : run.Output.Remade(i => previous.Input[i] == 0 || !float.IsFinite(previous.Output[i] / previous.Input[i]) ? run.Output[i] : run.Input[i] * (previous.Output[i] / previous.Input[i]));
}
