using RefCnn.Core;
using RefCnn.Reference;

namespace RefCnn.Conformance.Bounds.Rowwise;

/// <summary>
/// A dense layer on absolute values and on squares, with the bits that the reference's loop gives: both sums at once and from the operands themselves, for the weights of a layer may be a hundred million.
/// </summary>
internal static class DenseSizes
{
    /// <summary>Computes both.</summary>
    /// <param name="operands">The layer's operands.</param>
    public static (Tensor<double> Magnitude, Tensor<double> Energy) Of(Operands operands)
    {
        Tensor<double> input = operands.Input, weight = operands.Parameters[0]!;
        Tensor<double>? bias = operands.Parameters[1];
        int outputs = weight.Shape[0], inputs = weight.Shape[1];
        Shape shape = input.Shape.With(input.Shape.Rank - 1, outputs);
        Tensor<double> magnitude = new(shape), energy = new(shape);
        Parallel.For(0, outputs, o =>
        {
            ReadOnlySpan<double> factors = weight.Span.Slice(o * inputs, inputs);
            double add = bias?[o] ?? 0;
            for (int row = 0; row < shape.Count / outputs; row++)
            {
                ReadOnlySpan<double> samples = input.Span.Slice(row * inputs, inputs);
                double absolute = 0, squares = 0;
                for (int i = 0; i < samples.Length; i++)
                {
                    double x = samples[i], w = factors[i];
                    absolute += Math.Abs(x) * Math.Abs(w);
                    squares += x * x * (w * w);
                }

                magnitude[(row * outputs) + o] = Math.Abs(add) + absolute;
                energy[(row * outputs) + o] = (add * add) + squares;
            }
        });
        return (magnitude, energy);
    }
}
