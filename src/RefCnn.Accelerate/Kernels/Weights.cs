using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>
/// Weights of a convolution or dense layer as a matrix, one row an output, with a batch norm folded in, in double and rounded once: w′ = w · s and
/// b′ = (b − mean) · s + shift, with s = scale / √(variance + ε). Rows are folded when they are asked for, so that a network has no second copy of its weights on its way to be packed.
/// </summary>
internal sealed class Weights
{
    private readonly float[] rows;
    private readonly double[]? scales;

    private Weights(float[] rows, float[] bias, double[]? scales)
    {
        (this.rows, Bias, this.scales) = (rows, bias, scales);
        RowLength = bias.Length == 0 ? 0 : rows.Length / bias.Length;
    }

    /// <summary>One number an output.</summary>
    public float[] Bias { get; }

    /// <summary>Weights of an output.</summary>
    public int RowLength { get; }

    /// <summary>Folds.</summary>
    /// <param name="rows">The weights, one row an output.</param>
    /// <param name="bias">The bias, or null.</param>
    /// <param name="outputs">How many rows.</param>
    /// <param name="norm">The batch norm after the layer, or null.</param>
    public static Weights Of(float[] rows, Tensor<float>? bias, int outputs, BatchNorm? norm)
    {
        float[] biases = bias is null ? new float[outputs] : [.. bias.Values];
        if (norm is null) return new Weights(rows, biases, null);

        double[] scales = new double[outputs];
        for (int o = 0; o < outputs; o++)
        {
            scales[o] = (norm.Scale?[o] ?? 1) / Math.Sqrt(norm.Variance[o] + norm.Epsilon);
            biases[o] = (float)(((biases[o] - (double)norm.Mean[o]) * scales[o]) + (norm.Shift?[o] ?? 0));
        }

        return new Weights(rows, biases, scales);
    }

    /// <summary>The weights of one output.</summary>
    /// <param name="output">The output.</param>
    /// <param name="scratch">Room for them, where they must be folded.</param>
    public ReadOnlySpan<float> Row(int output, Span<float> scratch)
    {
        ReadOnlySpan<float> row = rows.AsSpan(output * RowLength, RowLength);
        if (scales is null) return row;
        for (int k = 0; k < row.Length; k++) scratch[k] = (float)(row[k] * scales[output]);
        return scratch[..row.Length];
    }

    /// <summary>The whole matrix, row-major.</summary>
    public float[] Folded()
    {
        if (scales is null) return rows;
        float[] folded = new float[rows.Length];
        for (int o = 0; o < scales.Length; o++) Row(o, folded.AsSpan(o * RowLength, RowLength));
        return folded;
    }
}
