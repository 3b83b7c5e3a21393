using System.Globalization;
using RefCnn.Conformance.Bounds;
using RefCnn.Core;

namespace RefCnn.Conformance.Networks;

/// <summary>How far one output of a backend is from the frozen one.</summary>
/// <param name="Fault">Why that fails, or null.</param>
/// <param name="Margin">The largest error ÷ σ, as a share of its limit; null where a value is of the wrong kind.</param>
/// <param name="RootMeanSquare">The rms of error ÷ σ: it has no limit, since all outputs share the roundings of all layers but the last.</param>
/// <param name="Largest">The largest error ÷ σ.</param>
/// <param name="TopMargin">For a list of classes, the lead of the first over the second in units of the σ of their difference; null otherwise.</param>
/// <param name="Limit">What <paramref name="Largest"/> may be. A first class that leads by more is certain: no correct engine has another.</param>
internal sealed record OutputDeviation(string? Fault, double? Margin, double RootMeanSquare, double Largest, double? TopMargin, double Limit)
{
    /// <summary>Compares the kept values.</summary>
    /// <param name="output">The frozen output, with its noise.</param>
    /// <param name="golden">The node that makes it.</param>
    /// <param name="actual">What the backend computed.</param>
    /// <param name="unit">What the frozen noise is a multiple of: <see cref="Noise.NoiseUnit"/>.</param>
    /// <param name="smallest">The least that a value may be off: the smallest normal number of the backend's storage.</param>
    public static OutputDeviation Of(OutputRecord output, NodeRecord golden, Tensor<double> actual, double unit, double smallest)
    {
        if (actual.Shape != golden.Shape) return Failed($"has shape {actual.Shape}; expected {golden.Shape}");
        double squares = 0, largest = 0;
        int worst = 0;
        for (int i = 0; i < golden.Samples.Length; i++)
        {
            double value = actual[golden.Indices[i]], expected = golden.Samples[i];
            if (!double.IsFinite(value)) return Failed($"value {golden.Indices[i]} is {Text(value)}; expected {Text(expected)}");

            // The frozen value was itself rounded to double along the way: σ in units of double's u.
            double sigma = output.Noise[i] * (unit + PrecisionClass.Float64.Unit), error = Math.Abs(value - expected);
            double deviation = error == 0 ? 0 : error / Math.Max(sigma, smallest);
            squares += deviation * deviation;
            if (deviation > largest) (largest, worst) = (deviation, i);
        }

        double rms = Math.Sqrt(squares / Math.Max(1, golden.Samples.Length));
        double limit = DeviationLimits.Of(Math.Max(1, golden.Samples.Length), 1).Largest, margin = largest / limit;
        string? fault = margin <= 1 ? TopFault(golden, actual) : string.Create(
            CultureInfo.InvariantCulture,
            $"errors are larger than rounding explains: rms {Text(rms)} σ, largest {Text(largest)} σ (at most {Text(limit)}) at flat index {golden.Indices[worst]}: expected {Text(golden.Samples[worst])}, actual {Text(actual[golden.Indices[worst]])}");
        return new OutputDeviation(fault, double.IsFinite(margin) ? margin : null, rms, largest, Lead(output, golden, unit), limit);
    }

    /// <summary>The comparison in words.</summary>
    /// <param name="name">The output's name.</param>
    public string Describe(string name) =>
        $"'{name}' rms {Text(RootMeanSquare)} σ, largest {Text(Largest)} σ{(TopMargin is { } lead ? $", first class leads by {Text(lead)} σ{(lead > Limit ? " and is certain" : $", certain from {Text(Limit)} on")}" : "")}";

    private static OutputDeviation Failed(string fault) => new(fault, null, 0, 0, null, 0);

    private static bool IsClasses(NodeRecord golden) => golden.Samples.Length == golden.Shape.Count && golden.Shape.Count > 1 && golden.Shape.Count == golden.Shape.Extents.ToArray().Max();

    private static int[] Ranking(NodeRecord golden) => [.. Enumerable.Range(0, golden.Samples.Length).OrderByDescending(i => golden.Samples[i])];

    // Errors are within their limits here, so another first class means that the lead was smaller than the noise.
    private static string? TopFault(NodeRecord golden, Tensor<double> actual)
    {
        if (!IsClasses(golden)) return null;
        int expected = Ranking(golden)[0], first = Enumerable.Range(0, actual.Count).MaxBy(i => actual[i]);
        return first == expected ? null : $"the first class is {first}; expected {expected}";
    }

    private static double? Lead(OutputRecord output, NodeRecord golden, double unit)
    {
        if (!IsClasses(golden)) return null;
        int[] ranking = Ranking(golden);
        (int first, int second) = (ranking[0], ranking[1]);
        double sigma = unit * Math.Sqrt((output.Noise[first] * output.Noise[first]) + (output.Noise[second] * output.Noise[second]));
        return sigma > 0 ? (golden.Samples[first] - golden.Samples[second]) / sigma : null;
    }

    private static string Text(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
