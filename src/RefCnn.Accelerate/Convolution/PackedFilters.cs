using RefCnn.Accelerate.Kernels;

namespace RefCnn.Accelerate.Convolution;

/// <summary>Weights and biases in the order in which tiles read them: panel after panel, in each term after term its vectors.</summary>
internal sealed unsafe class PackedFilters
{
    private readonly float* weights, biases;
    private readonly Tiling tiling;
    private readonly int terms;

    /// <summary>Packs.</summary>
    /// <param name="tiling">The panels.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="firstOutput">The first output channel.</param>
    /// <param name="outputs">How many output channels.</param>
    /// <param name="termIndices">For each term its place in a row of the weights.</param>
    /// <param name="memory">Where they go.</param>
    public PackedFilters(Tiling tiling, Weights weights, int firstOutput, int outputs, int[] termIndices, WeightMemory memory)
    {
        (this.tiling, terms) = (tiling, termIndices.Length);
        int width = tiling.Unit.Width;
        float[] scratch = new float[weights.RowLength];
        this.weights = memory.Take((long)tiling.TotalVectors * width * terms);
        biases = memory.Take(tiling.TotalVectors * width);
        weights.Bias.AsSpan(firstOutput, outputs).CopyTo(new Span<float>(biases, outputs));
        for (int panel = 0; panel < tiling.Panels; panel++)
        {
            int first = panel * tiling.Vectors * width, columns = tiling.VectorsOf(panel) * width, used = Math.Min(columns, outputs - first);
            float* to = Panel(panel);
            for (int column = 0; column < used; column++)
            {
                ReadOnlySpan<float> row = weights.Row(firstOutput + first + column, scratch);
                for (int k = 0; k < termIndices.Length; k++) to[((long)k * columns) + column] = row[termIndices[k]];
            }
        }
    }

    /// <summary>The weights of a panel.</summary>
    /// <param name="panel">The panel.</param>
    public float* Panel(int panel) => weights + ((long)panel * tiling.Vectors * tiling.Unit.Width * terms);

    /// <summary>The biases of a panel.</summary>
    /// <param name="panel">The panel.</param>
    public float* Bias(int panel) => biases + (panel * tiling.Vectors * tiling.Unit.Width);
}
