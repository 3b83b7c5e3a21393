using Google.Protobuf.Collections;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Caffe.Schema;

namespace RefCnn.Formats.Caffe.Layers;

/// <summary>Imports convolutions and inner products.</summary>
internal static class ConvolutionLayers
{
    /// <summary>Convolution of each input with the same blobs.</summary>
    /// <param name="layer">The layer.</param>
    public static void Convolution(CaffeLayer layer) => Convolve(layer, layer.Whole("group", Parameters(layer).Group));

    /// <summary>A fork's convolution with as many groups as inputs.</summary>
    /// <param name="layer">The layer.</param>
    public static void Depthwise(CaffeLayer layer) => Convolve(layer, Planar(layer).Channels);

    /// <summary>Deconvolution: the transposed convolution, whose weights are [inputs, outputs per group, height, width].</summary>
    /// <param name="layer">The layer.</param>
    public static void Deconvolution(CaffeLayer layer)
    {
        ConvolutionParameter parameters = Parameters(layer);
        Window2D window = Window(layer, parameters);
        int outputs = layer.Whole("num_output", parameters.NumOutput), groups = Groups(layer, layer.Whole("group", parameters.Group), outputs, Planar(layer).Channels);
        Tensor<float> weight = layer.Blob(0, "weight", Planar(layer).Channels, outputs / groups, window.Kernel.Height, window.Kernel.Width);
        Tensor<float>? bias = parameters.BiasTerm ? layer.Blob(1, "bias", outputs) : null;
        layer.Output(new ConvTranspose2D(window, weight, bias, groups), layer.Node());
    }

    /// <summary>InnerProduct: all axes from one on are a vector; weights are [outputs, inputs], or [inputs, outputs] where transpose is set.</summary>
    /// <param name="layer">The layer.</param>
    public static void InnerProduct(CaffeLayer layer)
    {
        InnerProductParameter parameters = layer.Parameters.InnerProductParam ?? throw layer.Refuse("has no inner_product_param; expected one with num_output");
        Shape input = layer.Shape();
        int axis = layer.Axis(parameters.Axis, input.Rank), outputs = layer.Whole("num_output", parameters.NumOutput), inputs = input.CountBetween(axis, input.Rank);
        Tensor<float> weight = parameters.Transpose ? Transposed(layer.Blob(0, "weight", inputs, outputs)) : layer.Blob(0, "weight", outputs, inputs);
        Tensor<float>? bias = parameters.BiasTerm ? layer.Blob(1, "bias", outputs) : null;
        int vectors = layer.Node();
        if (axis == 1 && input.Rank > 2) vectors = layer.Step("flatten", new Flatten(), vectors);
        else if (input.Rank != axis + 1) vectors = layer.Step("flatten", new Reshape(new Shape([.. input.Extents[..axis], inputs])), vectors);
        layer.Output(new Dense(weight, bias), vectors);
    }

    private static void Convolve(CaffeLayer layer, int groups)
    {
        ConvolutionParameter parameters = Parameters(layer);
        Window2D window = Window(layer, parameters);
        int outputs = layer.Whole("num_output", parameters.NumOutput);
        groups = Groups(layer, groups, outputs, Planar(layer).Channels);
        Tensor<float> weight = layer.Blob(0, "weight", outputs, Planar(layer).Channels / groups, window.Kernel.Height, window.Kernel.Width);
        Tensor<float>? bias = parameters.BiasTerm ? layer.Blob(1, "bias", outputs) : null;
        if (layer.OutputCount != layer.InputCount) throw layer.Refuse($"reads {layer.InputCount} blobs and makes {layer.OutputCount}; expected as many");
        for (int i = 0; i < layer.InputCount; i++) layer.Output(i, new Conv2D(window, weight, bias, groups), layer.Node(i));
    }

    private static int Groups(CaffeLayer layer, int groups, int outputs, int inputs) => groups >= 1 && outputs >= 1 && outputs % groups == 0 && inputs % groups == 0
        ? groups
        : throw layer.Refuse($"has {inputs} inputs and {outputs} outputs in {groups} groups; expected groups that divide both");

    private static Shape Planar(CaffeLayer layer) => layer.Shape().Rank == 4
        ? layer.Shape()
        : throw layer.Refuse($"input has shape {layer.Shape()}; expected rank 4 (batch × channels × height × width)");

    private static ConvolutionParameter Parameters(CaffeLayer layer)
    {
        ConvolutionParameter parameters = layer.Parameters.ConvolutionParam ?? throw layer.Refuse("has no convolution_param; expected one with num_output and kernel_size");
        if (layer.Axis(parameters.Axis, layer.Shape().Rank) != 1) throw layer.Refuse($"has its channels on axis {parameters.Axis}; expected 1");
        return parameters;
    }

    private static Window2D Window(CaffeLayer layer, ConvolutionParameter parameters)
    {
        Size2D? kernel = Pair(layer, "kernel", parameters.KernelSize, parameters.HasKernelH, parameters.KernelH, parameters.HasKernelW, parameters.KernelW);
        Size2D stride = Pair(layer, "stride", parameters.Stride, parameters.HasStrideH, parameters.StrideH, parameters.HasStrideW, parameters.StrideW) ?? Size2D.One;
        Size2D pad = Pair(layer, "pad", parameters.Pad, parameters.HasPadH, parameters.PadH, parameters.HasPadW, parameters.PadW) ?? default;
        Size2D dilation = Pair(layer, "dilation", parameters.Dilation, false, 0, false, 0) ?? Size2D.One;
        if (kernel is null) throw layer.Refuse("has no kernel_size, and no kernel_h and kernel_w; expected one of them");
        var window = new Window2D(kernel.Value, stride, dilation, new Padding2D(pad.Height, pad.Width, pad.Height, pad.Width));
        return window.Fault is { } fault ? throw layer.Refuse(fault) : window;
    }

    // One number for both axes, one each, or the fields _h and _w; Caffe takes 0 for one of these that is left out beside the other.
    private static Size2D? Pair(CaffeLayer layer, string name, RepeatedField<uint> numbers, bool hasHeight, uint height, bool hasWidth, uint width)
    {
        if (numbers.Count > 0 && (hasHeight || hasWidth)) throw layer.Refuse($"gives its {name} twice: as one number and as {name}_h and {name}_w; expected one of them");
        if (hasHeight || hasWidth) return new Size2D(layer.Whole(name, height), layer.Whole(name, width));
        return numbers.Count switch
        {
            0 => null,
            1 => layer.Whole(name, numbers[0]),
            2 => new Size2D(layer.Whole(name, numbers[0]), layer.Whole(name, numbers[1])),
            _ => throw layer.Refuse($"has a {name} of {numbers.Count} numbers; expected 1 or 2: layers are two-dimensional"),
        };
    }

    private static Tensor<float> Transposed(Tensor<float> matrix)
    {
        var result = new Tensor<float>(new Shape(matrix.Shape[1], matrix.Shape[0]));
        for (int row = 0; row < matrix.Shape[0]; row++)
        {
            for (int column = 0; column < matrix.Shape[1]; column++) result[column, row] = matrix[row, column];
        }

        return result;
    }
}
