using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Lowering;

/// <summary>Products of matrices and transposed convolutions.</summary>
internal static class ConvolutionLowering
{
    /// <summary>
    /// Core ML states neither where an asymmetric crop falls nor that dilation counts, so only symmetric crops of undilated kernels are used:
    /// dilation and output padding become zero taps of the kernel, and what is asymmetric is sliced off.
    /// </summary>
    public static int Transposed(LoweringStep step)
    {
        var layer = (ConvTranspose2D)step.Layer;
        Padding2D padding = layer.Window.Padding;
        int extraRows = Math.Max(0, layer.OutputPadding.Height - padding.Bottom), extraColumns = Math.Max(0, layer.OutputPadding.Width - padding.Right);
        int bottom = padding.Bottom - layer.OutputPadding.Height + extraRows, right = padding.Right - layer.OutputPadding.Width + extraColumns;
        int rows = Math.Min(padding.Top, bottom), columns = Math.Min(padding.Left, right);
        Tensor<float> weight = WithZeroTaps(layer.Weight, layer.Window.Dilation, extraRows, extraColumns);
        var window = new Window2D(new Size2D(weight.Shape[2], weight.Shape[3]), layer.Window.Stride, Size2D.One, new Padding2D(rows, columns, rows, columns));
        var plain = new ConvTranspose2D(window, weight, layer.Bias, layer.Groups);
        if (layer.Window == window && layer.OutputPadding == default) return step.Keep();
        if (padding.Top == bottom && padding.Left == right) return step.Finish(plain, step.Input);

        int full = step.Add(plain, step.Input);
        Shape result = layer.InferShape(step.InputShape);
        return step.Finish(new Slice([0, 0, padding.Top - rows, padding.Left - columns], [.. result.Extents], [1, 1, 1, 1]), full);
    }

    /// <summary>Ranks other than 2 are reshaped to a matrix, for Core ML reads them in ways of its own.</summary>
    public static int Dense(LoweringStep step)
    {
        Shape input = step.InputShape;
        if (input.Rank == 2) return step.Keep();
        int matrix = step.Reshape(step.Input, input.CountBetween(0, input.Rank - 1), input[^1]);
        return step.Finish(new Reshape(step.Layer.InferShape(input)), step.Add(step.Layer, matrix));
    }

    /// <summary>Vectors become matrices of one row or column.</summary>
    public static int MatMul(LoweringStep step)
    {
        Shape left = step.InputShape, right = step.ShapeOf(step.Inputs[1]);
        if (left.Rank > 1 && right.Rank > 1) return step.Keep();
        int row = left.Rank == 1 ? step.Reshape(step.Inputs[0], 1, left[0]) : step.Inputs[0];
        int column = right.Rank == 1 ? step.Reshape(step.Inputs[1], right[0], 1) : step.Inputs[1];
        return step.Finish(new Reshape(step.Layer.InferShape(left, right)), step.Add(new MatMul(), row, column));
    }

    private static Tensor<float> WithZeroTaps(Tensor<float> weight, Size2D dilation, int extraRows, int extraColumns)
    {
        if (dilation == Size2D.One && extraRows == 0 && extraColumns == 0) return weight;
        Shape shape = weight.Shape;
        var result = new Tensor<float>(new Shape(
            shape[0], shape[1], ((shape[2] - 1) * dilation.Height) + 1 + extraRows, ((shape[3] - 1) * dilation.Width) + 1 + extraColumns));
        for (int i = 0; i < shape[0]; i++)
        {
            for (int o = 0; o < shape[1]; o++)
            {
                for (int kh = 0; kh < shape[2]; kh++)
                {
                    for (int kw = 0; kw < shape[3]; kw++) result[i, o, kh * dilation.Height, kw * dilation.Width] = weight[i, o, kh, kw];
                }
            }
        }

        return result;
    }
}
