using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>
/// Weights of a convolution or dense layer as a matrix, one row an output, with a batch norm folded in, in double and rounded once: w′ = w · s and
/// b′ = (b − mean) · s + shift, with s = scale / √(variance + ε). Rows are folded when they are asked for, so that a network has no second copy of its weights on its way to be packed.
/// </summary>
internal sealed class Weights
{
    private readonly RowReader read;
    private readonly float[]? matrix;
    private readonly double[]? scales;

    private Weights(RowReader read, float[]? matrix, int rowLength, float[] bias, double[]? scales) =>
        (this.read, this.matrix, RowLength, Bias, this.scales) = (read, matrix, rowLength, bias, scales);

    /// <summary>Gives the weights of one output as the layer has them: its own memory, or a copy in the scratch memory.</summary>
    /// <param name="output">The output.</param>
    /// <param name="scratch">As long as a row.</param>
    public delegate ReadOnlySpan<float> RowReader(int output, Span<float> scratch);

    /// <summary>One number an output.</summary>
    public float[] Bias { get; }

    /// <summary>Weights of an output.</summary>
    public int RowLength { get; }

    /// <summary>Folds weights that lie as rows.</summary>
    /// <param name="rows">The weights, one row an output.</param>
    /// <param name="bias">The bias, or null.</param>
    /// <param name="outputs">How many rows.</param>
    /// <param name="norm">The batch norm after the layer, or null.</param>
    public static Weights Of(float[] rows, Tensor<float>? bias, int outputs, BatchNorm? norm)
    {
        int length = outputs == 0 ? 0 : rows.Length / outputs;
        return Of((output, _) => rows.AsSpan(output * length, length), rows, length, bias, outputs, norm);
    }

    /// <summary>Folds.</summary>
    /// <param name="read">The weights.</param>
    /// <param name="rowLength">Weights of an output.</param>
    /// <param name="bias">The bias, or null.</param>
    /// <param name="outputs">How many outputs.</param>
    /// <param name="norm">The batch norm after the layer, or null.</param>
    public static Weights Of(RowReader read, int rowLength, Tensor<float>? bias, int outputs, BatchNorm? norm) => Of(read, null, rowLength, bias, outputs, norm);

    /// <summary>The weights of one output.</summary>
    /// <param name="output">The output.</param>
    /// <param name="scratch">Room for them, where they must be gathered or folded.</param>
    public ReadOnlySpan<float> Row(int output, Span<float> scratch)
    {
        ReadOnlySpan<float> row = read(output, scratch);
        if (scales is null) return row;
        for (int k = 0; k < row.Length; k++) scratch[k] = (float)(row[k] * scales[output]);
        return scratch[..row.Length];
    }

    /// <summary>The whole matrix, row-major: the layer's own memory, where that is one and nothing is folded.</summary>
    public float[] Folded()
    {
        if (matrix is not null && scales is null) return matrix;
        float[] folded = new float[Bias.Length * RowLength];
        for (int o = 0; o < Bias.Length; o++)
        {
            Span<float> row = folded.AsSpan(o * RowLength, RowLength);
            Row(o, row).CopyTo(row);
        }

        return folded;
    }

    /// <summary>Those of some neighbouring outputs.</summary>
    /// <param name="first">The first output.</param>
    /// <param name="count">How many.</param>
    public Weights Outputs(int first, int count) =>
        new((output, scratch) => read(first + output, scratch), null, RowLength, Bias[first..(first + count)], scales?[first..(first + count)]);

    private static Weights Of(RowReader read, float[]? matrix, int rowLength, Tensor<float>? bias, int outputs, BatchNorm? norm)
    {
        float[] biases = bias is null ? new float[outputs] : [.. bias.Values];
        if (norm is null) return new Weights(read, matrix, rowLength, biases, null);

        double[] scales = new double[outputs];
        for (int o = 0; o < outputs; o++)
        {
            scales[o] = (norm.Scale?[o] ?? 1) / Math.Sqrt(norm.Variance[o] + norm.Epsilon);
            biases[o] = (float)(((biases[o] - (double)norm.Mean[o]) * scales[o]) + (norm.Shift?[o] ?? 0));
        }

        return new Weights(read, matrix, rowLength, biases, scales);
    }
}
