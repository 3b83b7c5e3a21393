using RefCnn.Core.Layers;
using RefCnn.Formats.Caffe.Schema;

namespace RefCnn.Formats.Caffe.Layers;

/// <summary>Imports pooling.</summary>
internal static class PoolingLayers
{
    /// <summary>
    /// Pooling: the number of windows is rounded up unless round_mode (or a fork's ceil_mode) says otherwise, and a last one that would start in the padding
    /// is dropped; an average divides by the samples inside input and padding.
    /// </summary>
    /// <param name="layer">The layer.</param>
    public static void Pooling(CaffeLayer layer)
    {
        PoolingParameter parameters = layer.Parameters.PoolingParam ?? throw layer.Refuse("has no pooling_param; expected one with kernel_size");
        if (parameters.Pool == PoolingParameter.Types.PoolMethod.Stochastic) throw layer.Refuse("pools stochastically, which no layer does; expected MAX or AVE");
        if (layer.OutputCount > 1) throw layer.Refuse("makes a second blob, the mask of maxima within a channel, which no layer does");
        bool isMaximum = parameters.Pool == PoolingParameter.Types.PoolMethod.Max;
        if (parameters.GlobalPooling)
        {
            layer.Output(new GlobalPool(isMaximum ? GlobalPoolFunction.Max : GlobalPoolFunction.Average), layer.Node());
            return;
        }

        Window2D window = Window(layer, parameters);
        bool isFloor = parameters.RoundMode == PoolingParameter.Types.RoundMode.Floor || !parameters.CeilMode;
        PoolRounding rounding = isFloor ? PoolRounding.Floor : PoolRounding.CeilCaffe;
        layer.Output(isMaximum ? new MaxPool2D(window, rounding) : new AveragePool2D(window, rounding, PoolDivisor.Padded), layer.Node());
    }

    private static Window2D Window(CaffeLayer layer, PoolingParameter parameters)
    {
        Size2D kernel = Pair(layer, "kernel", parameters.HasKernelSize, parameters.KernelSize, parameters.HasKernelH, parameters.KernelH, parameters.HasKernelW, parameters.KernelW)
            ?? throw layer.Refuse("has no kernel_size, and no kernel_h and kernel_w; expected one of them, or global_pooling");
        Size2D stride = Pair(layer, "stride", parameters.HasStride, parameters.Stride, parameters.HasStrideH, parameters.StrideH, parameters.HasStrideW, parameters.StrideW) ?? Size2D.One;
        Size2D pad = Pair(layer, "pad", parameters.HasPad, parameters.Pad, parameters.HasPadH, parameters.PadH, parameters.HasPadW, parameters.PadW) ?? default;
        var window = new Window2D(kernel, stride, Size2D.One, new Padding2D(pad.Height, pad.Width, pad.Height, pad.Width));
        if (window.Fault is { } fault) throw layer.Refuse(fault);
        return pad.Height < kernel.Height && pad.Width < kernel.Width ? window : throw layer.Refuse($"pads by {pad}; expected less than the kernel of {kernel}");
    }

    private static Size2D? Pair(CaffeLayer layer, string name, bool hasBoth, uint both, bool hasHeight, uint height, bool hasWidth, uint width)
    {
        if (hasHeight || hasWidth) return new Size2D(layer.Whole(name, height), layer.Whole(name, width));
        return hasBoth ? layer.Whole(name, both) : null;
    }
}
