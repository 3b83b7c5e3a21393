namespace RefCnn.Core.Layers;

/// <summary>
/// Moves channels into blocks of space. Kind <c>depth-to-space</c>; input NCHW, output [N, C / block², H · block, W · block].
/// <list type="bullet">
/// <item>C1: the input has rank 4.</item>
/// <item>C2: the block is at least 1 and its square divides the channels.</item>
/// </list>
/// </summary>
/// <param name="Block">The side of a block.</param>
/// <param name="Order">Which comes first in the input's channel index.</param>
public sealed record DepthToSpace(int Block, BlockOrder Order = BlockOrder.BlockFirst) : RearrangementLayer
{
    /// <inheritdoc/>
    public override string Kind => "depth-to-space";

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        Require(input.Rank == 4, 1, $"input has shape {input}; expected rank 4 (batch × channels × height × width)");
        Require(Block is >= 1 and < 46341 && input.Channels % (Block * Block) == 0, 2, $"square of the block of {Block} does not divide the input's {input.Channels} channels");
        return new Shape(input.Batch, input.Channels / (Block * Block), checked(input.Height * Block), checked(input.Width * Block));
    }
}
