namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>What the samples of a convolution are like.</summary>
public enum WinogradSamples
{
    White,
    Positive,
    Smooth,
    Sparse,
    OneLargeChannel,
}
