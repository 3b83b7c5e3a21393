using System.Runtime.CompilerServices;
using RefCnn.Accelerate.Simd;

namespace RefCnn.Accelerate.Tiles;

/// <summary>A line of rows, cut into tiles of equal height that fit the registers. The tiles' loops are looked up once, for all lines that are cut alike.</summary>
internal readonly unsafe struct TileLine
{
    private readonly int tiles, height, higher;
    private readonly delegate*<ref TileArguments, void> fresh, high, low;

    /// <summary>Cuts.</summary>
    /// <param name="unit">The vectors.</param>
    /// <param name="rows">Rows of the line.</param>
    /// <param name="vectors">Vectors of a row.</param>
    public TileLine(VectorUnit unit, int rows, int vectors)
    {
        tiles = Count(unit, rows, vectors);
        (height, higher) = Math.DivRem(rows, tiles);
        low = unit.Tile(height, vectors);
        high = higher > 0 ? unit.Tile(height + 1, vectors) : low;
        fresh = unit.Tile(higher > 0 ? height + 1 : height, vectors, fresh: true);
    }

    /// <summary>How many tiles a line has.</summary>
    /// <param name="unit">The vectors.</param>
    /// <param name="rows">Rows of the line.</param>
    /// <param name="vectors">Vectors of a row.</param>
    public static int Count(VectorUnit unit, int rows, int vectors) => (rows + unit.MaximumRows(vectors) - 1) / unit.MaximumRows(vectors);

    /// <summary>Computes a line.</summary>
    /// <param name="tile">The line's operands; afterwards those of the line that follows it.</param>
    /// <param name="isFresh">Whether the first tile reads B for the first time, and so probably from memory.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ref TileArguments tile, bool isFresh)
    {
        for (int i = 0; i < tiles; i++)
        {
            int count = i < higher ? height + 1 : height;
            (isFresh && i == 0 ? fresh : i < higher ? high : low)(ref tile);
            tile.A += count * tile.RowStrideA;
            tile.C += count * tile.RowStrideC;
            if (tile.Residual != null) tile.Residual += count * tile.RowStrideResidual;
            if (tile.RowsOfLine > 0) Cross(ref tile, count);
        }
    }

    private static void Cross(ref TileArguments tile, int rows)
    {
        for (tile.RowsToGap -= rows; tile.RowsToGap <= 0; tile.RowsToGap += tile.RowsOfLine)
        {
            tile.C += tile.Gap;
            if (tile.Residual != null) tile.Residual += tile.GapResidual;
        }
    }
}
