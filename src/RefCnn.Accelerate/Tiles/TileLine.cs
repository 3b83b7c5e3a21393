using RefCnn.Accelerate.Simd;

namespace RefCnn.Accelerate.Tiles;

/// <summary>A line of rows, cut into tiles of equal height that fit the registers.</summary>
internal static unsafe class TileLine
{
    /// <summary>How many tiles a line has.</summary>
    /// <param name="unit">The vectors.</param>
    /// <param name="rows">Rows of the line.</param>
    /// <param name="vectors">Vectors of a row.</param>
    public static int Count(VectorUnit unit, int rows, int vectors) => (rows + unit.MaximumRows(vectors) - 1) / unit.MaximumRows(vectors);

    /// <summary>Computes a line.</summary>
    /// <param name="unit">The vectors.</param>
    /// <param name="tile">The line's operands; afterwards those of the line that follows it.</param>
    /// <param name="rows">Rows of the line.</param>
    /// <param name="vectors">Vectors of a row.</param>
    /// <param name="fresh">Whether the first tile reads B for the first time, and so probably from memory.</param>
    public static void Run(VectorUnit unit, ref TileArguments tile, int rows, int vectors, bool fresh)
    {
        int tiles = Count(unit, rows, vectors), height = rows / tiles, higher = rows % tiles;
        for (int i = 0; i < tiles; i++)
        {
            int count = i < higher ? height + 1 : height;
            unit.Tile(count, vectors, fresh && i == 0)(ref tile);
            tile.A += count * tile.RowStrideA;
            tile.C += count * tile.RowStrideC;
            if (tile.Residual != null) tile.Residual += count * tile.RowStrideResidual;
        }
    }
}
