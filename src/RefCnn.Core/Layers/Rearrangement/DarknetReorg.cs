namespace RefCnn.Core.Layers;

/// <summary>
/// Darknet's reorg, the passthrough of YOLOv2: [C, H, W] is viewed as [C / s², H · s, W · s], moved from space to depth by s (block first),
/// and viewed as [C · s², H / s, W / s]. It is neither space-to-depth nor pixel-unshuffle. Kind <c>darknet-reorg</c>; input NCHW.
/// <list type="bullet">
/// <item>C1: the input has rank 4.</item>
/// <item>C2: the stride is at least 1, divides height and width, and its square divides the channels.</item>
/// </list>
/// </summary>
/// <param name="Stride">s.</param>
public sealed record DarknetReorg(int Stride) : RearrangementLayer
{
    /// <inheritdoc/>
    public override string Kind => "darknet-reorg";

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        Require(input.Rank == 4, 1, $"input has shape {input}; expected rank 4 (batch × channels × height × width)");
        Require(Stride is >= 1 and < 46341 && input.Height % Stride == 0 && input.Width % Stride == 0 && input.Channels % (Stride * Stride) == 0, 2,
            $"stride of {Stride} does not divide the input's {input.Height}×{input.Width}, or its square the {input.Channels} channels");
        return new Shape(input.Batch, checked(input.Channels * Stride * Stride), input.Height / Stride, input.Width / Stride);
    }
}
