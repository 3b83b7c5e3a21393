using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance.FalseAlarms;

/// <summary>The products of which each output of a layer is the sum, one by one.</summary>
/// <param name="layer">A layer that <see cref="Has"/>.</param>
/// <param name="input">Its input.</param>
internal sealed class SumTerms(Layer layer, Tensor<float> input)
{
    /// <summary>Whether a layer is one of those whose products are known.</summary>
    /// <param name="layer">The layer.</param>
    public static bool Has(Layer layer) => layer is Conv2D or ConvTranspose2D or Dense;

    /// <summary>Adds the factors of an output's products to a list, and gives its bias.</summary>
    /// <param name="shape">The output's shape.</param>
    /// <param name="flat">The output's flat index.</param>
    /// <param name="factors">The list.</param>
    public float Collect(Shape shape, int flat, List<(float Sample, float Weight)> factors)
    {
        if (layer is Dense dense)
        {
            (int row, int output) = Math.DivRem(flat, dense.Weight.Shape[0]);
            for (int i = 0; i < dense.Weight.Shape[1]; i++) factors.Add((input[(row * dense.Weight.Shape[1]) + i], dense.Weight[output, i]));
            return dense.Bias?[output] ?? 0;
        }

        (int left, int x) = Math.DivRem(flat, shape.Width);
        (left, int y) = Math.DivRem(left, shape.Height);
        (int n, int o) = Math.DivRem(left, shape.Channels);
        Collect(n, o, y, x, factors);
        return layer.Parameters[1].Value?[o] ?? 0;
    }

    private void Collect(int n, int o, int y, int x, List<(float Sample, float Weight)> factors)
    {
        (Window2D window, int groups, int outputs) = layer is Conv2D conv ? (conv.Window, conv.Groups, conv.Outputs) : Of((ConvTranspose2D)layer);
        Tensor<float> weight = layer.Parameters[0].Value!;
        int channels = input.Shape.Channels / groups, outputsPerGroup = outputs / groups, first = o / outputsPerGroup * channels;
        for (int i = first; i < first + channels; i++)
        {
            for (int kh = 0; kh < window.Kernel.Height; kh++)
            {
                int row = Sample(y, kh * window.Dilation.Height, window.Stride.Height, window.Padding.Top, input.Shape.Height);
                for (int kw = 0; kw < window.Kernel.Width && row >= 0; kw++)
                {
                    int column = Sample(x, kw * window.Dilation.Width, window.Stride.Width, window.Padding.Left, input.Shape.Width);
                    if (column >= 0) factors.Add((input[n, i, row, column], layer is Conv2D ? weight[o, i - first, kh, kw] : weight[i, o % outputsPerGroup, kh, kw]));
                }
            }
        }
    }

    private static (Window2D Window, int Groups, int Outputs) Of(ConvTranspose2D layer) => (layer.Window, layer.Groups, layer.Outputs);

    // Which sample an output's tap meets along an axis; −1 for none.
    private int Sample(int output, int tap, int stride, int padding, int extent)
    {
        int place = layer is Conv2D ? (output * stride) + tap - padding : output + padding - tap;
        if (layer is ConvTranspose2D)
        {
            if (place % stride != 0) return -1;
            place /= stride;
        }

        return place >= 0 && place < extent ? place : -1;
    }
}
