using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks.Detection;

namespace RefCnn.Applications;

/// <summary>
/// Treats a large picture in overlapping tiles of one size. Tiles are spread evenly from edge to edge. Where they overlap, the result is their mean, weighted by
/// min(distance to the tile's edge, overlap) along either axis, so that no seam shows. A picture smaller than a tile has its edges repeated up to the tile's size.
/// </summary>
/// <param name="Tile">The tiles' size.</param>
/// <param name="Overlap">How many pixels neighbours share at least; less than the tile's extents.</param>
public sealed record Tiling(Size2D Tile, int Overlap)
{
    /// <summary>The number of tiles of a picture.</summary>
    /// <param name="picture">1 × channels × height × width.</param>
    public int CountFor(Tensor<float> picture) => Starts(picture.Shape.Height, Tile.Height).Length * Starts(picture.Shape.Width, Tile.Width).Length;

    /// <summary>Treats a picture.</summary>
    /// <param name="picture">1 × channels × height × width.</param>
    /// <param name="treat">Makes a tile's result, of the tile's shape; is told the tile's number, from 0.</param>
    /// <exception cref="RefCnnException">The overlap is negative or not less than a tile.</exception>
    public Tensor<float> Apply(Tensor<float> picture, Func<Tensor<float>, int, Tensor<float>> treat)
    {
        if (Overlap < 0 || Overlap >= Math.Min(Tile.Height, Tile.Width)) throw new RefCnnException($"tiles of {Tile} pixels overlap by {Overlap}; expected 0 or more, and less than a tile");
        var sum = new Tensor<double>(picture.Shape);
        var weight = new Tensor<double>(picture.Shape.With(1, 1));
        int number = 0;
        foreach (int top in Starts(picture.Shape.Height, Tile.Height))
        {
            foreach (int left in Starts(picture.Shape.Width, Tile.Width))
                Add(treat(CropWindow.Apply(picture, top, left, Tile), number++), top, left, sum, weight);
        }

        var result = new Tensor<float>(picture.Shape);
        for (int i = 0; i < result.Count; i++) result[i] = (float)(sum[i] / weight[i % weight.Count]);
        return result;
    }

    private void Add(Tensor<float> tile, int top, int left, Tensor<double> sum, Tensor<double> weight)
    {
        for (int y = 0; y < Math.Min(Tile.Height, sum.Shape.Height - top); y++)
        {
            for (int x = 0; x < Math.Min(Tile.Width, sum.Shape.Width - left); x++)
            {
                double share = Ramp(y, Tile.Height) * Ramp(x, Tile.Width);
                weight[0, 0, top + y, left + x] += share;
                for (int c = 0; c < sum.Shape.Channels; c++) sum[0, c, top + y, left + x] += share * tile[0, c, y, x];
            }
        }
    }

    // Whole numbers: sums of them are exact.
    private double Ramp(int place, int extent) => Math.Min(Math.Min(place + 1, extent - place), Overlap + 1);

    private int[] Starts(int extent, int tile)
    {
        if (extent <= tile) return [0];
        int steps = (int)Math.Ceiling((double)(extent - tile) / (tile - Overlap));
        return [.. Enumerable.Range(0, steps + 1).Select(i => (int)((long)i * (extent - tile) / steps))];
    }
}
