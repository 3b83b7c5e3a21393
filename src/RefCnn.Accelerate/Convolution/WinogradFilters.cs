using RefCnn.Accelerate.Kernels;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Convolution;

/// <summary>G·g·Gᵀ of every filter, computed in double and rounded once, in the order in which tiles read them: [product][panel][source, input][target, output].</summary>
internal sealed unsafe class WinogradFilters
{
    private readonly WinogradTile tile;
    private readonly float* weights, biases;
    private readonly Tiling tiling;
    private readonly int terms;

    /// <summary>Transforms and packs.</summary>
    /// <param name="form">The convolutions.</param>
    /// <param name="tiling">The panels.</param>
    /// <param name="weights">One row an output.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="memory">Where they go.</param>
    public WinogradFilters(WinogradForm form, Tiling tiling, Weights weights, Size2D kernel, WeightMemory memory)
    {
        (tile, this.tiling) = (form.Tile, tiling);
        int outputs = weights.Bias.Length, width = tiling.Unit.Width, taps = kernel.Height * kernel.Width, inputs = weights.RowLength / taps;
        terms = form.Sources.Length * inputs;
        this.weights = memory.Take((long)tile.Products * terms * tiling.TotalVectors * width);
        biases = memory.Take(tiling.TotalVectors * width);
        weights.Bias.CopyTo(new Span<float>(biases, outputs));

        int[][] places = [.. Enumerable.Range(0, form.Sources.Length).Select(source => form.Filter(source, kernel.Width))];
        Parallel.For(0, tiling.TotalVectors, () => new float[weights.RowLength], (vector, _, scratch) =>
        {
            for (int output = vector * width; output < Math.Min((vector + 1) * width, outputs); output++)
            {
                ReadOnlySpan<float> row = weights.Row(output, scratch);
                for (int source = 0; source < places.Length; source++)
                {
                    for (int input = 0; input < inputs; input++) Pack(row.Slice(input * taps, taps), places[source], (source * inputs) + input, vector, output % width);
                }
            }

            return scratch;
        }, _ => { });
    }

    /// <summary>The filters of a panel for one of a tile's products.</summary>
    /// <param name="product">Which.</param>
    /// <param name="panel">The panel.</param>
    public float* Panel(int product, int panel) =>
        weights + ((long)product * terms * tiling.TotalVectors * tiling.Unit.Width) + ((long)panel * tiling.Vectors * tiling.Unit.Width * terms);

    /// <summary>The biases of a vector of outputs.</summary>
    /// <param name="vector">The vector.</param>
    public float* Bias(int vector) => biases + (vector * tiling.Unit.Width);

    private void Transform(ReadOnlySpan<double> filter, Span<double> transformed)
    {
        Span<double> half = stackalloc double[tile.Patch * tile.Taps];
        for (int row = 0; row < tile.Patch; row++)
        {
            for (int column = 0; column < tile.Taps; column++)
            {
                double sum = 0;
                for (int tap = 0; tap < tile.Taps; tap++) sum += tile.Filter[(row * tile.Taps) + tap] * filter[(tap * tile.Taps) + column];
                half[(row * tile.Taps) + column] = sum;
            }
        }

        for (int i = 0; i < transformed.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, tile.Patch);
            double sum = 0;
            for (int tap = 0; tap < tile.Taps; tap++) sum += half[(row * tile.Taps) + tap] * tile.Filter[(column * tile.Taps) + tap];
            transformed[i] = sum;
        }
    }

    private void Pack(ReadOnlySpan<float> kernel, int[] places, int term, int vector, int lane)
    {
        Span<double> filter = stackalloc double[places.Length], transformed = stackalloc double[tile.Products];
        for (int i = 0; i < filter.Length; i++) filter[i] = places[i] < 0 ? 0 : kernel[places[i]];
        Transform(filter, transformed);
        (int panel, int inPanel) = Math.DivRem(vector, tiling.Vectors);
        long at = ((long)term * tiling.VectorsOf(panel) * tiling.Unit.Width) + (inPanel * tiling.Unit.Width) + lane;
        for (int product = 0; product < transformed.Length; product++) Panel(product, panel)[at] = (float)transformed[product];
    }
}
