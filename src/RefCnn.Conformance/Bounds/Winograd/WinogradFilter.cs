using RefCnn.Core;

namespace RefCnn.Conformance.Bounds.Winograd;

/// <summary>The filter of one output channel, transformed: U = G · g · Gᵀ for every input channel.</summary>
internal sealed class WinogradFilter
{
    /// <summary>Transforms.</summary>
    /// <param name="weight">[outputs, channels, taps, taps].</param>
    /// <param name="output">The output channel.</param>
    /// <param name="transforms">How.</param>
    public WinogradFilter(Tensor<double> weight, int output, WinogradTransforms transforms)
    {
        (Values, Norms) = (new double[transforms.Products][], new double[transforms.Products]);
        for (int product = 0; product < Values.Length; product++)
        {
            Values[product] = new double[weight.Shape[1]];
            for (int c = 0; c < weight.Shape[1]; c++)
            {
                (double value, double size) = Transformed(weight, output, c, transforms, product);
                Values[product][c] = value;

                // What cancels to less than a float32 rounding of its terms is still off by a rounding of theirs in double.
                size = Math.Abs(value) + (PrecisionClass.Float32.Unit * size);
                Norms[product] += size * size;
            }

            Norms[product] = Math.Sqrt(Norms[product]);
        }
    }

    /// <summary>U: [product][channel].</summary>
    public double[][] Values { get; }

    /// <summary>√Σ U² over the channels, of each product.</summary>
    public double[] Norms { get; }

    private static (double Value, double Size) Transformed(Tensor<double> weight, int o, int c, WinogradTransforms transforms, int product)
    {
        (int row, int column) = Math.DivRem(product, transforms.Samples);
        double value = 0, size = 0;
        for (int k = 0; k < transforms.Taps; k++)
        {
            for (int l = 0; l < transforms.Taps; l++)
            {
                double term = transforms.Filter[row, k] * transforms.Filter[column, l] * weight[o, c, k, l];
                value += term;
                size += Math.Abs(term);
            }
        }

        return (value, size);
    }
}
