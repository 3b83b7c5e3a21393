using RefCnn.Conformance.Bounds;
using RefCnn.Core;

namespace RefCnn.Conformance.FalseAlarms;

/// <summary>What came of one engine's cases: counts, extremes, distributions.</summary>
public sealed class EngineTally
{
    /// <summary>The width of a class of <see cref="Errors"/>, in σ.</summary>
    public const double ErrorStep = 0.25;

    /// <summary>The width of a class of <see cref="RootMeanSquares"/> and <see cref="Largests"/>, as a share of the limit.</summary>
    public const double ShareStep = 0.025;

    /// <summary>The vectors that the processor had.</summary>
    public required string Vectors { get; init; }

    /// <summary>The engine.</summary>
    public required string Engine { get; init; }

    /// <summary>Its threads.</summary>
    public required int Threads { get; init; }

    /// <summary>How many variants of each vector it ran.</summary>
    public required int Variants { get; init; }

    /// <summary>Cases judged.</summary>
    public int Cases { get; set; }

    /// <summary>How long compiling, running and judging took, over all processors.</summary>
    public double Seconds { get; set; }

    /// <summary>Cases whose errors have a σ.</summary>
    public int Tensors { get; set; }

    /// <summary>Cases that failed.</summary>
    public int Failed { get; set; }

    /// <summary>Cases that were degraded.</summary>
    public int Degraded { get; set; }

    /// <summary>The largest error ÷ bound.</summary>
    public double Margin { get; set; }

    /// <summary>The largest rms ÷ its limit.</summary>
    public double RootMeanSquare { get; set; }

    /// <summary>The largest of the largest errors ÷ their limits.</summary>
    public double Largest { get; set; }

    /// <summary>How many outputs had an error of so many steps of σ; those beyond are in the last class.</summary>
    public long[] Errors { get; init; } = new long[160];

    /// <summary>How many tensors had such an rms ÷ limit.</summary>
    public long[] RootMeanSquares { get; init; } = new long[48];

    /// <summary>How many tensors had such a largest error ÷ limit.</summary>
    public long[] Largests { get; init; } = new long[48];

    /// <summary>What must not be: the first of each vector.</summary>
    public List<FalseAlarm> Alarms { get; init; } = [];

    /// <summary>Adds a case.</summary>
    internal void Add(LayerTruth truth, int variant, LayerJudgement judgement)
    {
        Cases++;
        Margin = Math.Max(Margin, judgement.Margin ?? 0);
        if (judgement.Verdict is Verdict.Fail or Verdict.Degraded)
        {
            if (judgement.Verdict == Verdict.Fail) Failed++;
            else Degraded++;
            if (Alarms.TrueForAll(alarm => alarm.Case != truth.Vector.Id)) Alarms.Add(new FalseAlarm(truth.Vector.Id, variant, VerificationReport.Name(judgement.Verdict), judgement.Message));
        }

        if (judgement.Evidence is { Comparison.Limits: { } limits } evidence) Add(truth.Output, evidence, limits);
    }

    /// <summary>Adds another tally of the same engine.</summary>
    /// <param name="other">The other.</param>
    internal void Add(EngineTally other)
    {
        (Cases, Tensors, Failed, Degraded, Seconds) = (Cases + other.Cases, Tensors + other.Tensors, Failed + other.Failed, Degraded + other.Degraded, Seconds + other.Seconds);
        (Margin, RootMeanSquare, Largest) = (Math.Max(Margin, other.Margin), Math.Max(RootMeanSquare, other.RootMeanSquare), Math.Max(Largest, other.Largest));
        for (int i = 0; i < Errors.Length; i++) Errors[i] += other.Errors[i];
        for (int i = 0; i < Largests.Length; i++) (RootMeanSquares[i], Largests[i]) = (RootMeanSquares[i] + other.RootMeanSquares[i], Largests[i] + other.Largests[i]);
        Alarms.AddRange(other.Alarms);
    }

    private void Add(Tensor<double> expected, Evidence evidence, DeviationLimits limits)
    {
        Tensors++;
        (double rms, double largest) = (evidence.Comparison.RootMeanSquare / limits.RootMeanSquare, evidence.Comparison.LargestDeviation / limits.Largest);
        (RootMeanSquare, Largest) = (Math.Max(RootMeanSquare, rms), Math.Max(Largest, largest));
        RootMeanSquares[Class(rms / ShareStep, RootMeanSquares)]++;
        Largests[Class(largest / ShareStep, Largests)]++;
        for (int i = 0; i < expected.Count; i++)
        {
            double sigma = evidence.Bound.Deviation![i], error = Math.Abs(evidence.Actual[i] - expected[i]) / sigma;

            // All these engines are of float32; what the comparer knows no σ of is left out here too.
            if (sigma > PrecisionClass.Float32.SmallestNormal && double.IsFinite(error)) Errors[Class(error / ErrorStep, Errors)]++;
        }
    }

    private static int Class(double steps, long[] classes) => (int)Math.Min(steps, classes.Length - 1);
}
