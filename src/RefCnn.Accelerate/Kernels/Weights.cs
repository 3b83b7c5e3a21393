using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>Weights of a convolution or dense layer as a matrix, one row an output, with a batch norm folded in.</summary>
/// <param name="Rows">The matrix, row-major.</param>
/// <param name="Bias">One number an output.</param>
internal sealed record Weights(float[] Rows, float[] Bias)
{
    /// <summary>Folds in double and rounds once: w′ = w · s and b′ = (b − mean) · s + shift, with s = scale / √(variance + ε).</summary>
    /// <param name="rows">The weights, one row an output.</param>
    /// <param name="bias">The bias, or null.</param>
    /// <param name="outputs">How many rows.</param>
    /// <param name="norm">The batch norm after the layer, or null.</param>
    public static Weights Of(float[] rows, Tensor<float>? bias, int outputs, BatchNorm? norm)
    {
        float[] biases = bias is null ? new float[outputs] : [.. bias.Values];
        if (norm is null) return new Weights(rows, biases);

        float[] folded = new float[rows.Length];
        int terms = outputs == 0 ? 0 : rows.Length / outputs;
        for (int o = 0; o < outputs; o++)
        {
            double scale = (norm.Scale?[o] ?? 1) / Math.Sqrt(norm.Variance[o] + norm.Epsilon);
            for (int k = o * terms; k < (o + 1) * terms; k++) folded[k] = (float)(rows[k] * scale);
            biases[o] = (float)(((biases[o] - (double)norm.Mean[o]) * scale) + (norm.Shift?[o] ?? 0));
        }

        return new Weights(folded, biases);
    }
}
