namespace RefCnn.Core.Layers;

/// <summary>Where a local response normalisation gathers its sum of squares.</summary>
public enum ResponseRegion
{
    /// <summary>Over neighbouring channels at the same place.</summary>
    AcrossChannels,

    /// <summary>Over a square neighbourhood within the channel.</summary>
    WithinChannel,
}

/// <summary>
/// Local response normalisation: y = x / (k + α/n · Σx²)^β, with n the size across channels, or size² within a channel.
/// Kind <c>local-response-norm</c>; input [N, C, ...]. The region starts floor((size − 1) / 2) before its sample and is cut off at the edges; n is not.
/// <list type="bullet">
/// <item>C1: the input has rank 3 or more; rank 4 within a channel.</item>
/// <item>C2: the size is at least 1; odd within a channel.</item>
/// <item>C3: α is not negative, k is not negative, and not both are 0.</item>
/// </list>
/// </summary>
/// <param name="Size">The extent of the region.</param>
/// <param name="Alpha">α, divided by n (Caffe, ONNX, PyTorch, Core ML; TensorFlow does not divide).</param>
/// <param name="Beta">β.</param>
/// <param name="K">k, also called the bias.</param>
/// <param name="Region">Across channels or within a channel.</param>
public sealed record LocalResponseNorm(
    int Size, double Alpha = 1e-4, double Beta = 0.75, double K = 1, ResponseRegion Region = ResponseRegion.AcrossChannels) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "local-response-norm";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) =>
        new Accuracy.Conditioned((Region == ResponseRegion.AcrossChannels ? Size : Size * Size) + 8, Stages: 5);

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        bool within = Region == ResponseRegion.WithinChannel;
        Require(within ? input.Rank == 4 : input.Rank >= 3, 1, $"input has shape {input}; expected rank {(within ? "4" : "3 or more")}");
        Require(Size >= 1 && (!within || Size % 2 == 1), 2, $"size is {Size}; expected {(within ? "an odd number" : "1 or more")}");
        Require(Alpha >= 0 && K >= 0 && Alpha + K > 0, 3, $"alpha is {Alpha} and k is {K}; expected neither negative and not both 0");
        return input;
    }
}
