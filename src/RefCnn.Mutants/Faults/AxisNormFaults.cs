using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants.Faults;

/// <summary>Normalisations and shares along axes of one's choice.</summary>
internal static class AxisNormFaults
{
    public static FaultFamily Family { get; } = new(
        "normalisation along axes",
        "importers, for whom axes and epsilons differ, and authors of reductions",
        Moments("variance-unbiased", "The variance is divided by n − 1.", (n, run) => n.NormalizeVariance ? Unbiased(n, run) : null),
        Taking<MeanVarianceNorm>("variance-always", "The deviation is divided by although only the mean should go.", n => n.NormalizeVariance ? null : n with { NormalizeVariance = true }),
        Taking<MeanVarianceNorm>("variance-never", "Only the mean is subtracted.", n => n with { NormalizeVariance = false }),
        Taking<MeanVarianceNorm>("epsilon-missing", "Nothing keeps the divisor from zero.", n => n with { Epsilon = 0 }),
        Taking<MeanVarianceNorm>("epsilon-inside-root", "The epsilon is added under the root, where it should be outside or a floor.", n => n with { Placement = EpsilonPlacement.InsideRoot }),
        Taking<MeanVarianceNorm>("epsilon-outside-root", "The epsilon is added to the root, where it should be inside or a floor.", n => n with { Placement = EpsilonPlacement.OutsideRoot }),
        Taking<MeanVarianceNorm>("spatial-axes-always", "Statistics are taken over height and width, whatever the axes.", n => n with { Axes = [2, 3] }),
        Moments("mean-kept", "The mean is subtracted for the variance, but not from the values.", (n, run) => n.NormalizeVariance ? MeanKept(n, run) : null),
        Taking<L2Normalize>("epsilon-inside-root", "The epsilon is added under the root, where it should be outside or a floor.", n => n with { Placement = EpsilonPlacement.InsideRoot }),
        Taking<L2Normalize>("epsilon-outside-root", "The epsilon is added to the root, where it should be inside or a floor.", n => n with { Placement = EpsilonPlacement.OutsideRoot }),
        Taking<L2Normalize>("epsilon-missing", "Nothing keeps the divisor from zero.", n => n with { Epsilon = 0 }),
        Fault.In<L2Normalize>("all-axes-but-batch", "The norm is taken over the whole item.", (n, run) => run.Instead(n with { Axes = [.. Enumerable.Range(1, run.Shape.Rank - 1)] })),
        Fault.In<L2Normalize>("sum-of-magnitudes", "Values are divided by the sum of magnitudes.", (n, run) => SumOfMagnitudes(n, run)),
        Fault.In<L2Normalize>("squares-in-half", "The sum of squares is kept in float16 and overflows.", (n, run) => run.Output.Remade(i => run.Output[i] == 0 ? 0 : run.Input[i] / MathF.Sqrt((float)(Half)NormalizedSquare(run, i)))),
        new("axis-is-last", "The function is taken along the last axis, whatever the axis.", ["softmax", "log-softmax"], run => Along(run, _ => run.Shape.Rank - 1)),
        new("axis-is-one", "The function is taken along axis 1, whatever the axis.", ["softmax", "log-softmax"], run => Along(run, _ => 1)),
        new("axes-flattened", "All axes from the given one on are taken as one, as before ONNX's opset 13.", ["softmax", "log-softmax"], Flattened),
        new("largest-not-subtracted", "Exponentials are taken of the values as they are, in float32.", ["softmax", "log-softmax"], Overflowing),
        new("global-largest-subtracted", "The largest value of the whole tensor is subtracted, so that lines far below it vanish.", ["softmax", "log-softmax"], FarBelow),
        Fault.Giving<Softmax>("logarithm-left", "Log-softmax is computed in softmax's place.", (_, _, y) => MathF.Log(y)),
        Fault.In<Softmax>("tail-of-sum-dropped", "Values beyond the last full vector of four are left out of the sum.", ShortSum),
        Fault.Giving<LogSoftmax>("logarithm-of-softmax", "The logarithm is taken of shares that have underflowed in float32.", (_, _, y) => MathF.Log(MathF.Exp(y))),
        Fault.Giving<LogSoftmax>("logarithm-to-base-2", "The logarithm is to base 2.", (_, _, y) => y / MathF.Log(2)));

    private static Fault Moments(string name, string sentence, Func<MeanVarianceNorm, Execution, Tensor<float>?> act) => Fault.In(name, sentence, act);

    private static Fault Taking<TLayer>(string name, string sentence, Func<TLayer, Layer?> change)
        where TLayer : Layer => Fault.Taking(name, sentence, change);

    private static Tensor<float> Unbiased(MeanVarianceNorm layer, Execution run)
    {
        int count = layer.Axes.Aggregate(1, (product, axis) => product * run.Shape[axis]);
        return run.Output.Map(y => (float)(y * Math.Sqrt((count - 1.0) / count)));
    }

    private static Tensor<float>? MeanKept(MeanVarianceNorm layer, Execution run)
    {
        Tensor<float>? centred = run.Instead(layer with { NormalizeVariance = false });
        return centred is null ? null : run.Output.Remade(i => centred[i] == 0 ? run.Output[i] : run.Input[i] * (run.Output[i] / centred[i]));
    }

    private static Tensor<float> SumOfMagnitudes(L2Normalize layer, Execution run)
    {
        double[] sums = Sums(run.Shape, layer.Axes, i => Math.Abs(run.Input[i]), out int[] group);
        return run.Input.Remade(i => sums[group[i]] == 0 ? 0 : (float)(run.Input[i] / sums[group[i]]));
    }

    private static double NormalizedSquare(Execution run, int i) => (double)run.Input[i] / run.Output[i] * (run.Input[i] / run.Output[i]);

    private static double[] Sums(Shape shape, ImmutableArray<int> axes, Func<int, double> value, out int[] group)
    {
        group = AxisGroups.Of(shape, [.. axes]);
        double[] sums = new double[shape.Count];
        for (int i = 0; i < group.Length; i++) sums[group[i]] += value(i);
        return sums;
    }

    private static int AxisOf(Execution run) => run.Layer is Softmax softmax ? softmax.Axis : ((LogSoftmax)run.Layer).Axis;

    private static Tensor<float>? Along(Execution run, Func<int, int> change)
    {
        int axis = change(AxisOf(run));
        return axis == AxisOf(run) ? null : run.Instead(run.Layer is Softmax softmax ? softmax with { Axis = axis } : ((LogSoftmax)run.Layer) with { Axis = axis });
    }

    private static Tensor<float>? Flattened(Execution run)
    {
        int axis = AxisOf(run);
        if (axis == run.Shape.Rank - 1) return null;
        var matrix = new Shape(run.Shape.CountBetween(0, axis), run.Shape.CountBetween(axis, run.Shape.Rank));
        return run.Instead(run.Layer is Softmax ? new Softmax(1) : new LogSoftmax(1), run.Input.As(matrix));
    }

    private static Tensor<float> Overflowing(Execution run)
    {
        double[] sums = Sums(run.Shape, [AxisOf(run)], i => MathF.Exp(run.Input[i]), out int[] group);
        return run.Input.Remade(i => run.Layer is Softmax ? MathF.Exp(run.Input[i]) / (float)sums[group[i]] : run.Input[i] - MathF.Log((float)sums[group[i]]));
    }

    private static Tensor<float>? FarBelow(Execution run)
    {
        if (run.Input.Count == 0 || run.Input.Values.Any(x => !float.IsFinite(x))) return null;
        float largest = run.Input.Values.Max();
        double[] sums = Sums(run.Shape, [AxisOf(run)], i => MathF.Exp(run.Input[i] - largest), out int[] group);
        return run.Input.Remade(i => run.Layer is Softmax ? MathF.Exp(run.Input[i] - largest) / (float)sums[group[i]] : run.Input[i] - largest - MathF.Log((float)sums[group[i]]));
    }

    private static Tensor<float> ShortSum(Softmax layer, Execution run)
    {
        int stride = run.Shape.CountBetween(layer.Axis + 1, run.Shape.Rank), extent = run.Shape[layer.Axis];
        double[] sums = Sums(run.Shape, [layer.Axis], i => i / stride % extent >= extent / 4 * 4 ? 0 : run.Output[i], out int[] group);
        return run.Output.Remade(i => (float)(run.Output[i] / sums[group[i]]));
    }
}
