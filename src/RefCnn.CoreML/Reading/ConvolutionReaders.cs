using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Reading;

/// <summary>Convolutions and products of matrices.</summary>
internal static class ConvolutionReaders
{
    /// <summary>convolution, forwards or transposed.</summary>
    public static void Convolution(LayerReading reading)
    {
        ConvolutionLayerParams stored = reading.Layer.Convolution;
        if (reading.InputCount != 1) throw reading.Refuse("takes its weights from a second input, which is not supported");
        var window = new Window2D(
            Windows.Size(reading, stored.KernelSize, "kernelSize", 3),
            Windows.Size(reading, stored.Stride, "stride", 1),
            Windows.Size(reading, stored.DilationFactor, "dilationFactor", 1),
            Padding2D.None);
        int groups = Math.Max(1, checked((int)stored.NGroups)), outputs = checked((int)stored.OutputChannels), inputs = checked((int)stored.KernelChannels);
        Tensor<float>? bias = stored.HasBias ? reading.Weights(stored.Bias, "biases", new Shape(outputs)) : null;
        if (stored.IsDeconvolution) Transposed(reading, stored, window, inputs, outputs, groups, bias);
        else Forwards(reading, stored, window, inputs, outputs, groups, bias);
    }

    /// <summary>innerProduct: the last axis at ranks up to 3; channels, height and width as one row beyond.</summary>
    public static void InnerProduct(LayerReading reading)
    {
        InnerProductLayerParams stored = reading.Layer.InnerProduct;
        int inputs = checked((int)stored.InputChannels), outputs = checked((int)stored.OutputChannels);
        var dense = new Dense(
            reading.Weights(stored.Weights, "weights", new Shape(outputs, inputs)),
            stored.HasBias ? reading.Weights(stored.Bias, "biases", new Shape(outputs)) : null);
        Shape shape = reading.InputShape;
        if (shape.Rank <= 3)
        {
            reading.Finish(dense, reading.Input);
            return;
        }

        int rows = reading.Add(new Reshape(new Shape(shape.CountBetween(0, shape.Rank - 3), shape.CountBetween(shape.Rank - 3, shape.Rank))), reading.Input);
        int made = reading.Add(dense, rows);
        reading.Finish(new Reshape(new Shape([.. shape.Extents[..^3], outputs, 1, 1])), made);
    }

    /// <summary>batchedMatmul of two inputs, or of one and weights.</summary>
    public static void BatchedMatMul(LayerReading reading)
    {
        BatchedMatMulLayerParams stored = reading.Layer.BatchedMatmul;
        int left = stored.TransposeA ? LastTwoSwapped(reading, reading.InputAt(0)) : reading.InputAt(0);
        if (reading.InputCount == 2)
        {
            int right = stored.TransposeB ? LastTwoSwapped(reading, reading.InputAt(1)) : reading.InputAt(1);
            reading.Finish(new MatMul(), left, right);
            return;
        }

        int inputs = checked((int)stored.WeightMatrixFirstDimension), outputs = checked((int)stored.WeightMatrixSecondDimension);
        int weights = reading.Constant(reading.Weights(stored.Weights, "weights", new Shape(inputs, outputs), 1));
        if (!stored.HasBias)
        {
            reading.Finish(new MatMul(), left, weights);
            return;
        }

        int bias = reading.Constant(reading.Weights(stored.Bias, "biases", new Shape(outputs)));
        reading.Finish(new Binary(BinaryFunction.Add), reading.Add(new MatMul(), left, weights), bias);
    }

    private static void Forwards(
        LayerReading reading, ConvolutionLayerParams stored, Window2D window, int inputs, int outputs, int groups, Tensor<float>? bias)
    {
        Padding2D padding = stored.ConvolutionPaddingTypeCase switch
        {
            ConvolutionLayerParams.ConvolutionPaddingTypeOneofCase.Valid => Windows.Borders(reading, stored.Valid.PaddingAmounts),
            ConvolutionLayerParams.ConvolutionPaddingTypeOneofCase.Same => Windows.Same(reading.Plane, window, stored.Same, reading.Refuse),
            _ => throw reading.Refuse("has no padding type; expected valid or same"),
        };
        Tensor<float> weight = reading.Weights(stored.Weights, "weights", new Shape(outputs, inputs, window.Kernel.Height, window.Kernel.Width));
        reading.FinishPlanes(new Conv2D(window with { Padding = padding }, weight, bias, groups));
    }

    // Padding crops the full result. With same padding or a given output shape, the file says how much goes but not where: as for a
    // convolution's padding, the odd sample goes at the end, or at the start in top-left-heavy mode.
    private static void Transposed(
        LayerReading reading, ConvolutionLayerParams stored, Window2D window, int inputs, int outputs, int groups, Tensor<float>? bias)
    {
        window = window with { Dilation = Size2D.One };
        Tensor<float> weight = reading.Weights(stored.Weights, "weights", new Shape(inputs, outputs / groups, window.Kernel.Height, window.Kernel.Width), 1);
        Size2D plane = reading.Plane;
        bool same = stored.ConvolutionPaddingTypeCase == ConvolutionLayerParams.ConvolutionPaddingTypeOneofCase.Same;
        if (!same && stored.OutputShape.Count == 0)
        {
            if (stored.ConvolutionPaddingTypeCase == ConvolutionLayerParams.ConvolutionPaddingTypeOneofCase.None)
                throw reading.Refuse("has no padding type; expected valid or same");
            Padding2D crop = Windows.Borders(reading, stored.Valid.PaddingAmounts);
            reading.FinishPlanes(new ConvTranspose2D(window with { Padding = crop }, weight, bias, groups));
            return;
        }

        Size2D target = Windows.Size(reading, stored.OutputShape, "outputShape", 0);
        if (stored.OutputShape.Count == 0) target = new Size2D(plane.Height * window.Stride.Height, plane.Width * window.Stride.Width);
        bool startHeavy = same && stored.Same.AsymmetryMode == SamePadding.Types.SamePaddingMode.TopLeftHeavy;
        (int top, int bottom, int moreRows) = Crop(plane.Height, window.Stride.Height, window.Kernel.Height, target.Height, startHeavy);
        (int left, int right, int moreColumns) = Crop(plane.Width, window.Stride.Width, window.Kernel.Width, target.Width, startHeavy);
        reading.FinishPlanes(new ConvTranspose2D(
            window with { Padding = new Padding2D(top, left, bottom, right) }, weight, bias, groups, new Size2D(moreRows, moreColumns)));
    }

    private static (int Start, int End, int More) Crop(int input, int stride, int kernel, int target, bool startHeavy)
    {
        int total = ((input - 1) * stride) + kernel - target;
        if (total < 0) return (0, 0, -total);
        int small = total / 2;
        return startHeavy ? (total - small, small, 0) : (small, total - small, 0);
    }

    private static int LastTwoSwapped(LayerReading reading, int node)
    {
        int[] axes = [.. Enumerable.Range(0, reading.ShapeOf(node).Rank)];
        if (axes.Length < 2) throw reading.Refuse("transposes an input of fewer than 2 dimensions");
        (axes[^1], axes[^2]) = (axes[^2], axes[^1]);
        return reading.Add(new Transpose([.. axes]), node);
    }
}
