using RefCnn.Accelerate.Simd;
using RefCnn.Accelerate.Tiles;

namespace RefCnn.Accelerate.Convolution;

/// <summary>How an output is cut into tiles: its channels into panels of a few vectors, a line of its pixels into equal parts that fit the registers.</summary>
/// <param name="Unit">The vectors.</param>
/// <param name="Vectors">Vectors of a panel; the last panel may have fewer.</param>
/// <param name="TotalVectors">Vectors of all panels.</param>
internal sealed record Tiling(VectorUnit Unit, int Vectors, int TotalVectors)
{
    /// <summary>How many panels.</summary>
    public int Panels => (TotalVectors + Vectors - 1) / Vectors;

    /// <summary>The tiling that should take least time.</summary>
    /// <param name="unit">The vectors.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="pixels">Pixels of a line.</param>
    /// <param name="terms">Terms of a sum.</param>
    public static Tiling Choose(VectorUnit unit, int channels, int pixels, int terms)
    {
        int total = (channels + unit.Width - 1) / unit.Width;
        return Enumerable.Range(1, Math.Min(unit.MaximumVectors, total))
            .Select(vectors => new Tiling(unit, vectors, total))
            .MinBy(tiling => Enumerable.Range(0, tiling.Panels).Sum(panel => tiling.LineCost(tiling.VectorsOf(panel), pixels, terms)))!;
    }

    /// <summary>Vectors of one panel.</summary>
    /// <param name="panel">The panel.</param>
    public int VectorsOf(int panel) => Math.Min(Vectors, TotalVectors - (panel * Vectors));

    // In cycles a term: two multiplications and two loads can begin in each, and a sum waits four cycles for its last term. Four vectors leave no register
    // for the factor of a row, which is then loaded for each of them. Of equals the one with fewer loads is better, for what else is to begin. A tile's beginning and end cost about as much as its results
    // are many.
    private double LineCost(int vectors, int pixels, int terms)
    {
        int tiles = TileLine.Count(Unit, pixels, vectors), rows = (pixels + tiles - 1) / tiles;
        double term = (Math.Max(Math.Max(rows * vectors / 2.0, (rows + vectors) / 2.0), 4) * (vectors == 4 ? 1.15 : 1)) + (0.04 * (rows + vectors));
        return tiles * (term + ((20 + (2.0 * rows * vectors)) / terms));
    }
}
