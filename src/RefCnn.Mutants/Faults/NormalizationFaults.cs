using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants.Faults;

/// <summary>Normalisations by trained statistics, by a value's neighbours and by its norm.</summary>
internal static class NormalizationFaults
{
    public static FaultFamily Family { get; } = new(
        "normalisation",
        "importers with another framework's defaults, and optimisers that fold",
        Batch("epsilon-of-caffe", "Keras' epsilon of 1e-3 is replaced by the default 1e-5.", b => b.Epsilon == 1e-5 ? null : b with { Epsilon = 1e-5 }),
        Batch("epsilon-of-keras", "The epsilon of 1e-5 is replaced by Keras' default 1e-3.", b => b with { Epsilon = 1e-3 }),
        Batch("epsilon-missing", "Nothing is added to the variance.", b => b with { Epsilon = 0 }),
        Batch("epsilon-outside-root", "The epsilon is added to the deviation instead of the variance.", b => b with { Variance = b.Variance.Map(v => Square(MathF.Sqrt(v) + (float)b.Epsilon)), Epsilon = 0 }),
        Batch("variance-is-deviation", "The variance is taken for a standard deviation.", b => b with { Variance = b.Variance.Map(Square) }),
        Batch("scale-missing", "Gamma is left out.", b => b.Scale is null ? null : b with { Scale = null }),
        Batch("shift-missing", "Beta is left out.", b => b.Shift is null ? null : b with { Shift = null }),
        Batch("scale-and-shift-swapped", "Gamma and beta change places.", b => b with { Scale = b.Shift, Shift = b.Scale }),
        Batch("mean-and-variance-swapped", "Mean and variance change places.", b => b with { Mean = b.Variance, Variance = b.Mean.Map(MathF.Abs) }),
        Batch("caffe-factor-forgotten", "Caffe's scale factor (999.98) is not divided out of mean and variance.", b => b with { Mean = b.Mean.Map(m => m * 999.982f), Variance = b.Variance.Map(v => v * 999.982f) }),
        Batch("scale-off-by-one", "Gamma is stored as its difference from 1, and 1 is added.", b => b.Scale is { } s ? b with { Scale = s.Map(g => g + 1) } : null),
        Batch("mean-not-scaled", "The mean is subtracted after scaling: folding forgot the product.", b => b with { Mean = b.Mean.Remade(_ => 0), Shift = (b.Shift ?? b.Mean.Remade(_ => 0)).Remade(i => (b.Shift?[i] ?? 0) - b.Mean[i]) }),
        Fault.In<BatchNorm>("last-axis-is-channels", "Statistics are indexed as if channels were last.", (b, run) => run.Output.Remade(i => Normalized(b, run.Input[i], i % b.Mean.Count))),
        Fault.In<BatchNorm>("statistics-of-batch", "Statistics are taken from the batch, as in training.", (b, run) => run.Instead(OfBatch(b, run.Input))),
        Instance("variance-unbiased", "The variance is divided by n − 1.", (n, run) => Rescaled(n, run, (v, count) => v * count / Math.Max(count - 1, 1))),
        Instance("epsilon-outside-root", "The epsilon is added to the deviation.", (n, run) => Rescaled(n, run, (v, _) => Square(Math.Sqrt(v) + n.Epsilon) - n.Epsilon)),
        Instance("epsilon-of-keras", "The epsilon is Keras' default 1e-3.", (n, run) => run.Instead(n with { Epsilon = 1e-3 })),
        Instance("epsilon-ignored", "The epsilon is a fixed 1e-5.", (n, run) => run.Instead(n with { Epsilon = 1e-5 })),
        Instance("scale-missing", "Gamma is left out.", (n, run) => n.Scale is null ? null : run.Instead(n with { Scale = null })),
        Instance("shift-missing", "Beta is left out.", (n, run) => n.Shift is null ? null : run.Instead(n with { Shift = null })),
        Instance("statistics-of-all-channels", "Mean and variance are taken over channels too.", (n, run) => Grouped(n, run, 1)),
        Instance("statistics-of-first-item", "All batch items share the first one's planes.", (n, run) => run.Output.Remade(i => run.Output[i % run.Shape.CountBetween(1, run.Shape.Rank)])),
        Instance("variance-by-difference-of-squares", "The variance is E[x²] − E[x]² in float32, which cancels for a large mean.", (n, run) => Rescaled(n, run, (v, _) => v, cancel: true)),
        Response("alpha-not-divided", "Alpha is not divided by the size, as TensorFlow has it.", l => l with { Alpha = l.Alpha * (l.Region == ResponseRegion.AcrossChannels ? l.Size : l.Size * l.Size) }),
        Response("size-is-radius", "The size is taken for a radius: 2 · size + 1 samples, alpha as it was.", l => l with { Size = (2 * l.Size) + 1, Alpha = l.Alpha * Share(l, (2 * l.Size) + 1) }),
        Response("beta-default", "Beta is always 0.75.", l => l.Beta == 0.75 ? null : l with { Beta = 0.75 }),
        Response("k-is-one", "K is always 1.", l => l.K == 1 ? null : l with { K = 1 }),
        Response("root-for-power", "The divisor is a square root, whatever beta is.", l => l with { Beta = 0.5 }),
        Response("regions-swapped", "Across channels and within a channel change places.", l => l with { Region = l.Region == ResponseRegion.AcrossChannels ? ResponseRegion.WithinChannel : ResponseRegion.AcrossChannels }),
        Response("within-divided-by-side", "Within a channel alpha is divided by the size, not by its square.", l => l.Region == ResponseRegion.WithinChannel ? l with { Alpha = l.Alpha * l.Size } : null),
        Fault.In<LocalResponseNorm>("in-place", "Channels that are already normalised are read by the next.", InPlace),
        Fault.In<LocalResponseNorm>("region-ends-later", "The region of an even size lies one channel too early.", EarlierRegion));

    private static double Square(double x) => x * x;

    private static float Square(float x) => x * x;

    private static Fault Batch(string name, string sentence, Func<BatchNorm, Layer?> change) => Fault.Taking(name, sentence, change);

    private static Fault Instance(string name, string sentence, Func<InstanceNorm, Execution, Tensor<float>?> act) => Fault.In(name, sentence, act);

    private static Fault Response(string name, string sentence, Func<LocalResponseNorm, Layer?> change) => Fault.Taking(name, sentence, change);

    private static double Share(LocalResponseNorm layer, int size) =>
        layer.Region == ResponseRegion.AcrossChannels ? (double)size / layer.Size : Square((double)size / layer.Size);

    private static float Normalized(BatchNorm b, float x, int c) =>
        (float)(((b.Scale?[c] ?? 1) * (x - (double)b.Mean[c]) / Math.Sqrt(b.Variance[c] + b.Epsilon)) + (b.Shift?[c] ?? 0));

    private static BatchNorm OfBatch(BatchNorm layer, Tensor<float> input)
    {
        int[] channel = AxisGroups.Of(input.Shape, [0, .. Enumerable.Range(2, input.Shape.Rank - 2)]);
        double[] mean = new double[layer.Mean.Count], square = new double[mean.Length];
        double share = (double)mean.Length / input.Count;
        for (int i = 0; i < input.Count; i++) mean[channel[i]] += input[i] * share;
        for (int i = 0; i < input.Count; i++) square[channel[i]] += Square(input[i] - mean[channel[i]]) * share;
        return layer with { Mean = layer.Mean.Remade(c => (float)mean[c]), Variance = layer.Variance.Remade(c => (float)square[c]) };
    }

    private static Tensor<float> Rescaled(InstanceNorm layer, Execution run, Func<double, int, double> variance, bool cancel = false)
    {
        Tensor<float> x = run.Input;
        int plane = x.Shape.CountBetween(2, x.Shape.Rank);
        return x.Remade(i =>
        {
            Span<float> samples = x.Span.Slice(i / plane * plane, plane);
            (double mean, double v) = cancel ? Cancelling(samples) : MeanAndVariance(samples);
            int c = i / plane % x.Shape[1];
            return (float)(((layer.Scale?[c] ?? 1) * (x[i] - mean) / Math.Sqrt(variance(v, plane) + layer.Epsilon)) + (layer.Shift?[c] ?? 0));
        });
    }

    private static Tensor<float> Grouped(InstanceNorm layer, Execution run, int axis)
    {
        Tensor<float> x = run.Input;
        int item = x.Shape.CountBetween(axis, x.Shape.Rank), plane = x.Shape.CountBetween(2, x.Shape.Rank);
        return x.Remade(i =>
        {
            (double mean, double variance) = MeanAndVariance(x.Span.Slice(i / item * item, item));
            int c = i / plane % x.Shape[1];
            return (float)(((layer.Scale?[c] ?? 1) * (x[i] - mean) / Math.Sqrt(variance + layer.Epsilon)) + (layer.Shift?[c] ?? 0));
        });
    }

    private static (double Mean, double Variance) MeanAndVariance(ReadOnlySpan<float> samples)
    {
        double mean = 0, variance = 0;
        foreach (float sample in samples) mean += (double)sample / samples.Length;
        foreach (float sample in samples) variance += Square(sample - mean) / samples.Length;
        return (mean, variance);
    }

    private static (double Mean, double Variance) Cancelling(ReadOnlySpan<float> samples)
    {
        float sum = 0, squares = 0;
        foreach (float sample in samples) (sum, squares) = (sum + sample, squares + (sample * sample));
        float mean = sum / samples.Length;
        return (mean, Math.Max((squares / samples.Length) - (mean * mean), 0));
    }

    private static Tensor<float>? InPlace(LocalResponseNorm layer, Execution run)
    {
        if (layer.Region != ResponseRegion.AcrossChannels || layer.Size == 1) return null;
        Tensor<float> values = run.Input.Map(x => x);
        int plane = values.Shape.CountBetween(2, values.Shape.Rank), channels = values.Shape[1], before = (layer.Size - 1) / 2;
        for (int i = 0; i < values.Count; i++)
        {
            int c = i / plane % channels;
            double sum = 0;
            for (int other = Math.Max(c - before, 0); other < Math.Min(c - before + layer.Size, channels); other++) sum += Square(values[i + ((other - c) * plane)]);
            values[i] = (float)(values[i] / Math.Pow(layer.K + (layer.Alpha / layer.Size * sum), layer.Beta));
        }

        return values;
    }

    // Channels in reverse order turn a region that begins early into one that begins late.
    private static Tensor<float>? EarlierRegion(LocalResponseNorm layer, Execution run)
    {
        if (layer.Region != ResponseRegion.AcrossChannels || layer.Size % 2 == 1) return null;
        Tensor<float> reversed = run.On(run.Input.AtPlaces(p => run.Input.At(p.With(1, run.Shape[1] - 1 - p[1]))));
        return reversed.AtPlaces(p => reversed.At(p.With(1, run.Shape[1] - 1 - p[1])));
    }
}
