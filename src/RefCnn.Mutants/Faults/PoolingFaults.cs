using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants.Faults;

/// <summary>Poolings with wrong divisors, starts, roundings and indices.</summary>
internal static class PoolingFaults
{
    private static readonly string[] Windowed = ["max-pool2d", "argmax-pool2d", "average-pool2d", "l2-pool2d"];

    public static FaultFamily Family { get; } = new(
        "pooling",
        "importers, for whom Caffe, PyTorch, ONNX and Core ML differ, and authors of pooling kernels",
        new("floor-for-ceil", "A last window that only partly fits is dropped.", [.. Windowed], run => Rounded(run, r => r == PoolRounding.Floor ? r : PoolRounding.Floor)),
        Maximum("padding-counts-as-zero", "Padding takes part in the maximum as zero.", PaddingAsZero),
        Maximum("starts-at-zero", "The maximum starts at 0.", (_, run) => run.Output.Map(y => Math.Max(y, 0))),
        Maximum("starts-at-lowest-half", "The maximum starts at float16's lowest number.", (_, run) => run.Output.Map(y => Math.Max(y, -65504))),
        Maximum("starts-at-lowest-float", "The maximum starts at float32's lowest finite number, so that −∞ is lost.", (_, run) => run.Output.Map(y => Math.Max(y, float.MinValue))),
        Maximum("nan-swallowed", "A NaN loses every comparison.", (p, run) => run.On(run.Input.Map(x => float.IsNaN(x) ? float.NegativeInfinity : x))),
        Maximum("smallest-for-largest", "The comparison is the wrong way round.", (_, run) => run.On(run.Input.Map(x => -x)).Map(y => -y)),
        Index("last-of-equals", "Of equal samples the last one counts.", LastOfEquals),
        Index("within-plane", "Indices begin anew in every plane, as PyTorch's do.", (_, run) => run.Output.Map(y => (float)((int)y % Plane(run)))),
        Index("within-batch-item", "Indices begin anew in every batch item.", (_, run) => run.Output.Map(y => (float)((int)y % run.Input.Shape.CountBetween(1, 4)))),
        Index("other-storage-order", "Row-major and column-major indices change places.", (p, run) => run.Instead(p with { ColumnMajor = !p.ColumnMajor })),
        Index("in-padded-picture", "Indices count the padded columns too.", (p, run) => p.ColumnMajor || p.Window.Padding == Padding2D.None ? null : run.Output.Map(y => InPadded(p, run.Input.Shape, (int)y))),
        Index("nan-swallowed", "A NaN is never the largest.", (_, run) => run.On(run.Input.Map(x => float.IsNaN(x) ? float.MinValue : x))),
        Average("padding-counted", "Padding counts in the divisor.", p => p.Divisor == PoolDivisor.Inside ? p with { Divisor = PoolDivisor.Padded } : null),
        Average("padding-not-counted", "Padding does not count in the divisor.", p => p.Divisor == PoolDivisor.Padded ? p with { Divisor = PoolDivisor.Inside } : null),
        Average("overhang-counted", "What a ceil window overhangs counts in the divisor.", p => p.Divisor == PoolDivisor.Padded ? p with { Divisor = PoolDivisor.Window } : null),
        Average("overhang-not-counted", "What a ceil window overhangs does not count in the divisor where all taps should.", p => p.Divisor == PoolDivisor.Window ? p with { Divisor = PoolDivisor.Padded } : null),
        Fault.In<AveragePool2D>("sum-for-mean", "The sum is not divided.", (p, run) => run.Output.Map(y => y * p.Window.Kernel.Height * p.Window.Kernel.Width)),
        Fault.In<AveragePool2D>("nan-spreads", "A running sum along the row keeps a NaN that has left the window.", NaNSpreads),
        Fault.In<L2Pool2D>("mean-under-root", "The sum of squares is divided by the window's size: a root mean square.", (p, run) => run.Output.Map(y => y / MathF.Sqrt(p.Window.Kernel.Height * p.Window.Kernel.Width))),
        Fault.In<L2Pool2D>("root-missing", "The sum of squares is left as it is.", (_, run) => run.Output.Map(y => y * y)),
        Fault.In<L2Pool2D>("squares-in-half", "Squares are kept in float16 and overflow.", (_, run) => run.Output.Map(y => MathF.Sqrt((float)(Half)(y * y)))),
        Fault.In<L2Pool2D>("magnitudes-for-squares", "Magnitudes are summed instead of squares.", (p, run) => run.Instead(new AveragePool2D(p.Window, p.Rounding, PoolDivisor.Window), run.Input.Map(MathF.Abs))?.Map(y => y * p.Window.Kernel.Height * p.Window.Kernel.Width)),
        Global("average-is-sum", "The sum is not divided.", GlobalPoolFunction.Average, run => run.Output.Map(y => y * Spatial(run))),
        Global("average-divided-by-49", "The divisor is that of a 7×7 picture, whatever the picture.", GlobalPoolFunction.Average, run => run.Output.Map(y => y * Spatial(run) / 49)),
        Global("maximum-starts-at-zero", "The maximum starts at 0.", GlobalPoolFunction.Max, run => run.Output.Map(y => Math.Max(y, 0))),
        Global("maximum-swallows-nan", "A NaN loses every comparison.", GlobalPoolFunction.Max, run => run.On(run.Input.Map(x => float.IsNaN(x) ? float.NegativeInfinity : x))),
        Global("l2-root-missing", "The sum of squares is left as it is.", GlobalPoolFunction.L2, run => run.Output.Map(y => y * y)),
        Global("l2-squares-in-half", "Squares are kept in float16 and overflow.", GlobalPoolFunction.L2, run => run.Output.Map(y => MathF.Sqrt((float)(Half)(y * y)))),
        Fault.In<GlobalPool>("last-sample-dropped", "The loop over a plane ends one too early.", (_, run) => run.On(run.Input.Remade(i => i % Spatial(run) == Spatial(run) - 1 ? 0 : run.Input[i]))));

    private static Fault Maximum(string name, string sentence, Func<MaxPool2D, Execution, Tensor<float>?> act) => Fault.In(name, sentence, act);

    private static Fault Index(string name, string sentence, Func<ArgMaxPool2D, Execution, Tensor<float>?> act) => Fault.In(name, sentence, act);

    private static Fault Average(string name, string sentence, Func<AveragePool2D, Layer?> change) => Fault.Taking(name, sentence, change);

    private static Fault Global(string name, string sentence, GlobalPoolFunction function, Func<Execution, Tensor<float>?> act) =>
        Fault.In<GlobalPool>(name, sentence, (layer, run) => layer.Function == function ? act(run) : null);

    private static int Plane(Execution run) => run.Input.Shape.CountBetween(2, 4);

    private static int Spatial(Execution run) => run.Input.Shape.CountBetween(2, run.Input.Shape.Rank);

    private static Tensor<float>? Rounded(Execution run, Func<PoolRounding, PoolRounding> change)
    {
        var layer = (PoolingLayer)run.Layer;
        PoolRounding changed = change(layer.Rounding);
        return changed == layer.Rounding ? null : run.Instead(layer with { Rounding = changed });
    }

    private static Tensor<float>? PaddingAsZero(MaxPool2D layer, Execution run)
    {
        Padding2D p = layer.Window.Padding;
        if (p == Padding2D.None || layer.Rounding != PoolRounding.Floor) return null;
        Shape shape = run.Input.Shape;
        var padded = new Tensor<float>(new Shape(shape.Batch, shape.Channels, shape.Height + p.Top + p.Bottom, shape.Width + p.Left + p.Right));
        return run.Instead(layer with { Window = layer.Window with { Padding = 0 } }, padded.AtPlaces(place => run.Input.At(place[0], place[1], place[2] - p.Top, place[3] - p.Left)));
    }

    // The first of equals in the input turned around is the last.
    private static Tensor<float>? LastOfEquals(ArgMaxPool2D layer, Execution run)
    {
        Padding2D p = layer.Window.Padding;
        Tensor<float> turned = run.Input.Remade(i => run.Input[run.Input.Count - 1 - i]);
        if (layer.Rounding != PoolRounding.Floor || layer.ColumnMajor || Exact(layer.Window, run.Input.Shape) is false) return null;
        Tensor<float>? indices = run.Instead(layer with { Window = layer.Window with { Padding = new(p.Bottom, p.Right, p.Top, p.Left) } }, turned);
        return indices?.Remade(i => run.Input.Count - 1 - indices[indices.Count - 1 - i]);
    }

    private static bool Exact(Window2D window, Shape input) =>
        (window.PaddedExtent(input).Height - window.Reach.Height) % window.Stride.Height == 0 && (window.PaddedExtent(input).Width - window.Reach.Width) % window.Stride.Width == 0;

    private static float InPadded(ArgMaxPool2D layer, Shape input, int index)
    {
        int[] place = Damage.PlaceOf(input, index);
        Size2D padded = layer.Window.PaddedExtent(input);
        return (((((place[0] * input.Channels) + place[1]) * padded.Height) + place[2] + layer.Window.Padding.Top) * padded.Width) + place[3] + layer.Window.Padding.Left;
    }

    private static Tensor<float> NaNSpreads(AveragePool2D layer, Execution run)
    {
        bool spoilt = false;
        return run.Output.Remade(i =>
        {
            spoilt = (i % run.Shape.Width != 0 && spoilt) || !float.IsFinite(run.Output[i]);
            return spoilt ? float.NaN : run.Output[i];
        });
    }
}
