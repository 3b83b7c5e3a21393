using RefCnn.Accelerate.Kernels;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Convolution;

/// <summary>G·g·Gᵀ of every 3×3 filter, computed in double and rounded once, in the order in which tiles read them: [36][panel][source, input][target, output].</summary>
internal sealed unsafe class WinogradFilters : IDisposable
{
    private const int Points = 6, Products = Points * Points;

    // Row p is (1, p, p²) / Π (p − q) over the other points q; the last belongs to ∞.
    private static readonly double[] G = Matrix();

    private readonly AlignedBuffer weights, biases;
    private readonly Tiling tiling;
    private readonly int terms;

    /// <summary>Transforms and packs.</summary>
    /// <param name="form">The 3×3 convolutions.</param>
    /// <param name="tiling">The panels; a target's outputs begin with a vector.</param>
    /// <param name="weights">One row an output.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    public WinogradFilters(WinogradForm form, Tiling tiling, Weights weights, Size2D kernel)
    {
        this.tiling = tiling;
        int outputs = weights.Bias.Length, width = tiling.Unit.Width, taps = kernel.Height * kernel.Width, inputs = weights.RowLength / taps;
        terms = form.Sources.Length * inputs;
        this.weights = new AlignedBuffer((long)Products * terms * tiling.TotalVectors * width);
        biases = AlignedBuffer.Of(new float[tiling.TotalVectors / form.Targets.Length * width]);
        weights.Bias.CopyTo(new Span<float>(biases.Data, outputs));

        int vectorsOfTarget = tiling.TotalVectors / form.Targets.Length;
        Parallel.For(0, tiling.TotalVectors, vector =>
        {
            (int target, int inTarget) = Math.DivRem(vector, vectorsOfTarget);
            int[][] places = [.. Enumerable.Range(0, form.Sources.Length).Select(source => form.Filter(target, source, kernel.Width))];
            float[] scratch = new float[weights.RowLength];
            for (int output = inTarget * width; output < Math.Min((inTarget + 1) * width, outputs); output++)
            {
                ReadOnlySpan<float> row = weights.Row(output, scratch);
                for (int source = 0; source < places.Length; source++)
                {
                    for (int input = 0; input < inputs; input++) Pack(row.Slice(input * taps, taps), places[source], (source * inputs) + input, vector, output % width);
                }
            }
        });
    }

    /// <summary>The filters of a panel for one of the 36 products.</summary>
    /// <param name="product">Which.</param>
    /// <param name="panel">The panel.</param>
    public float* Panel(int product, int panel) =>
        weights.Data + ((long)product * terms * tiling.TotalVectors * tiling.Unit.Width) + ((long)panel * tiling.Vectors * tiling.Unit.Width * terms);

    /// <summary>The biases of a vector of outputs.</summary>
    /// <param name="vector">The vector, within a target.</param>
    public float* Bias(int vector) => biases.Data + (vector * tiling.Unit.Width);

    /// <inheritdoc/>
    public void Dispose()
    {
        weights.Dispose();
        biases.Dispose();
    }

    private static double[] Matrix()
    {
        double a = Math.Sqrt(0.5), b = Math.Sqrt(2);
        double[] points = [0, a, -a, b, -b], matrix = new double[Points * 3];
        for (int row = 0; row < points.Length; row++)
        {
            double divisor = 1;
            foreach (double other in points.Where(other => other != points[row])) divisor *= points[row] - other;
            for (int power = 0; power < 3; power++) matrix[(row * 3) + power] = Math.Pow(points[row], power) / divisor;
        }

        matrix[^1] = 1;
        return matrix;
    }

    private static void Transform(ReadOnlySpan<double> filter, Span<double> transformed)
    {
        Span<double> half = stackalloc double[Points * 3];
        for (int row = 0; row < Points; row++)
        {
            for (int column = 0; column < 3; column++)
                half[(row * 3) + column] = (G[row * 3] * filter[column]) + (G[(row * 3) + 1] * filter[3 + column]) + (G[(row * 3) + 2] * filter[6 + column]);
        }

        for (int row = 0; row < Points; row++)
        {
            for (int column = 0; column < Points; column++)
                transformed[(row * Points) + column] = (half[row * 3] * G[column * 3]) + (half[(row * 3) + 1] * G[(column * 3) + 1]) + (half[(row * 3) + 2] * G[(column * 3) + 2]);
        }
    }

    private void Pack(ReadOnlySpan<float> kernel, int[] places, int term, int vector, int lane)
    {
        Span<double> filter = stackalloc double[9], transformed = stackalloc double[Products];
        for (int i = 0; i < filter.Length; i++) filter[i] = places[i] < 0 ? 0 : kernel[places[i]];
        Transform(filter, transformed);
        (int panel, int inPanel) = Math.DivRem(vector, tiling.Vectors);
        long at = ((long)term * tiling.VectorsOf(panel) * tiling.Unit.Width) + (inPanel * tiling.Unit.Width) + lane;
        for (int product = 0; product < Products; product++) Panel(product, panel)[at] = (float)transformed[product];
    }
}
