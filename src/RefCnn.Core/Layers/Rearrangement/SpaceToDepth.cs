namespace RefCnn.Core.Layers;

/// <summary>
/// Moves blocks of space into channels. Kind <c>space-to-depth</c>; input NCHW, output [N, C · block², H / block, W / block].
/// <list type="bullet">
/// <item>C1: the input has rank 4.</item>
/// <item>C2: the block is at least 1 and divides height and width.</item>
/// </list>
/// </summary>
/// <param name="Block">The side of a block.</param>
/// <param name="Order">Which comes first in the output's channel index.</param>
public sealed record SpaceToDepth(int Block, BlockOrder Order = BlockOrder.BlockFirst) : RearrangementLayer
{
    /// <inheritdoc/>
    public override string Kind => "space-to-depth";

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        Require(input.Rank == 4, 1, $"input has shape {input}; expected rank 4 (batch × channels × height × width)");
        Require(Block >= 1 && input.Height % Block == 0 && input.Width % Block == 0, 2, $"block of {Block} does not divide the input's {input.Height}×{input.Width}");
        return new Shape(input.Batch, checked(input.Channels * Block * Block), input.Height / Block, input.Width / Block);
    }
}
