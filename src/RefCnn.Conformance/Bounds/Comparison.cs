namespace RefCnn.Conformance.Bounds;

/// <summary>What came of comparing a tensor with the truth.</summary>
/// <param name="Margin">The largest error ÷ its bound; infinite where a value is of the wrong kind (NaN, infinity, another shape).</param>
/// <param name="Worst">The flat index of the element with that margin; −1 where there is none.</param>
/// <param name="RootMeanSquare">The rms of error ÷ σ; 0 where no σ is known.</param>
/// <param name="LargestDeviation">The largest error ÷ σ; 0 where no σ is known.</param>
/// <param name="Limits">What the last two may be; null where no σ is known.</param>
public sealed record Comparison(double Margin, int Worst, double RootMeanSquare, double LargestDeviation, DeviationLimits? Limits)
{
    /// <summary>Why the errors are larger than rounding explains, in words; null where it does explain them.</summary>
    public string? Excess => Limits is { } limits && (RootMeanSquare > limits.RootMeanSquare || LargestDeviation > limits.Largest)
        ? FormattableString.Invariant(
            $"errors are larger than rounding explains: rms {RootMeanSquare:G4} σ (at most {limits.RootMeanSquare:G4}), largest {LargestDeviation:G4} σ (at most {limits.Largest:G4})")
        : null;
}
