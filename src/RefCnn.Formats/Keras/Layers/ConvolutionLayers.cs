using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Keras.Layers;

/// <summary>Imports convolutions and dense layers. Keras's kernels are [height, width, inputs, outputs], those of depthwise ones [height, width, channels, multiplier].</summary>
internal static class ConvolutionLayers
{
    /// <summary>Conv2D, with groups.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Convolution(KerasLayer layer)
    {
        int picture = layer.Picture();
        Tensor<float> kernel = Kernel(layer, "kernel");
        Window2D window = Window(layer, kernel, picture);
        return layer.Activated(new Conv2D(window, Moved(kernel, 3, 2, 0, 1), Bias(layer, kernel.Shape[3]), layer.Config.Integer("groups", 1)), layer.ChannelsLast, picture);
    }

    /// <summary>DepthwiseConv2D: output c · multiplier + m reads channel c.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Depthwise(KerasLayer layer)
    {
        int picture = layer.Picture();
        Tensor<float> kernel = Kernel(layer, "depthwise_kernel", "kernel");
        (Conv2D convolution, int outputs) = Channelwise(layer, kernel, picture);
        return layer.Activated(convolution with { Bias = Bias(layer, outputs) }, layer.ChannelsLast, picture);
    }

    /// <summary>SeparableConv2D: a depthwise convolution, then one of 1×1, which has the bias.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Separable(KerasLayer layer)
    {
        int picture = layer.Picture();
        Tensor<float> pointwise = Kernel(layer, "pointwise_kernel");
        (Conv2D convolution, _) = Channelwise(layer, Kernel(layer, "depthwise_kernel"), picture);
        int filtered = layer.Step("depthwise", convolution, picture);
        return layer.Activated(new Conv2D(Window2D.Of(1), Moved(pointwise, 3, 2, 0, 1), Bias(layer, pointwise.Shape[3])), layer.ChannelsLast, filtered);
    }

    /// <summary>
    /// Conv2DTranspose, whose kernel is [height, width, outputs, inputs]: the gradient of a convolution that pads as "same" or "valid" do. Its output has extent · stride samples
    /// ("same") or those of the full result, at least extent · stride ("valid"); output_padding sets it otherwise.
    /// </summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Transposed(KerasLayer layer)
    {
        int picture = layer.Picture();
        Shape input = layer.ShapeOf(picture);
        Tensor<float> kernel = Kernel(layer, "kernel");
        var window = new Window2D(new Size2D(kernel.Shape[0], kernel.Shape[1]), layer.Config.Size("strides") ?? Size2D.One, layer.Config.Size("dilation_rate") ?? Size2D.One, Padding2D.None);
        if (window.Fault is { } fault) throw layer.Refuse(fault);
        bool isSame = Windows.IsSame(layer);
        if (isSame && layer.IsTheano) throw layer.Refuse("pads as Theano does for 'same'; expected valid, or a model saved with TensorFlow");
        Size2D? given = OutputOf(layer);
        Size2D? extra = layer.Config.Size("output_padding");
        int vertical = Excess(input.Height, window.Stride.Height, window.Kernel.Height, window.Reach.Height, isSame, extra?.Height, given?.Height);
        int horizontal = Excess(input.Width, window.Stride.Width, window.Kernel.Width, window.Reach.Width, isSame, extra?.Width, given?.Width);
        int top = Math.Max(0, vertical) / 2, left = Math.Max(0, horizontal) / 2;
        window = window with { Padding = new Padding2D(top, left, Math.Max(0, vertical) - top, Math.Max(0, horizontal) - left) };
        var convolution = new ConvTranspose2D(
            window, Moved(kernel, 3, 2, 0, 1), Bias(layer, kernel.Shape[2]), OutputPadding: new Size2D(Math.Max(0, -vertical), Math.Max(0, -horizontal)));
        return layer.Activated(convolution, layer.ChannelsLast, picture);
    }

    /// <summary>Dense, along the last axis; its kernel is [inputs, outputs].</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Dense(KerasLayer layer)
    {
        Tensor<float> kernel = layer.Weight("kernel");
        if (kernel.Shape.Rank != 2) throw layer.Refuse($"weight 'kernel' has shape {kernel.Shape}; expected rank 2 (inputs × outputs)");
        return layer.Activated(new Dense(Moved(kernel, 1, 0), Bias(layer, kernel.Shape[1])), isMoved: false, layer.Input().Natural);
    }

    // What the padding crops from the full result, or, where negative, what the output has beyond it.
    private static int Excess(int input, int stride, int kernel, int reach, bool isSame, int? extra, int? given)
    {
        int full = checked(((input - 1) * stride) + reach);
        if (given is { } output) return full - output;
        if (extra is { } padding) return checked((isSame ? kernel / 2 * 2 : 0) - padding);
        return isSame ? full - checked(input * stride) : Math.Min(0, reach - stride);
    }

    // Keras 1 states the shape of the output, batch first.
    private static Size2D? OutputOf(KerasLayer layer) => layer.Config.Integers("output_shape") switch
    {
        null => null,
        [_, int first, int second, int third] => layer.ChannelsLast ? new Size2D(first, second) : new Size2D(second, third),
        int[] others => throw layer.Refuse($"'output_shape' has {others.Length} numbers; expected 4"),
    };

    private static (Conv2D Convolution, int Outputs) Channelwise(KerasLayer layer, Tensor<float> kernel, int picture)
    {
        int channels = kernel.Shape[2], outputs = checked(channels * kernel.Shape[3]);
        Tensor<float> weight = Moved(kernel, 2, 3, 0, 1).As(new Shape(outputs, 1, kernel.Shape[0], kernel.Shape[1]));
        return (new Conv2D(Window(layer, kernel, picture), weight, Groups: channels), outputs);
    }

    private static Window2D Window(KerasLayer layer, Tensor<float> kernel, int picture) =>
        Windows.Of(layer, new Size2D(kernel.Shape[0], kernel.Shape[1]), layer.Config.Size("strides") ?? Size2D.One, layer.ShapeOf(picture));

    private static Tensor<float> Kernel(KerasLayer layer, params ReadOnlySpan<string> names)
    {
        Tensor<float> kernel = layer.Weight(names);
        return kernel.Shape.Rank == 4 ? kernel : throw layer.Refuse($"weight '{names[0]}' has shape {kernel.Shape}; expected rank 4");
    }

    private static Tensor<float>? Bias(KerasLayer layer, int outputs) => layer.Config.Flag("use_bias", true) ? layer.Weight("bias", new Shape(outputs)) : null;

    private static Tensor<float> Moved(Tensor<float> tensor, params ReadOnlySpan<int> axes) => Rearranged.Axes(tensor, axes);
}
