using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Keras.Layers;

/// <summary>Windows of convolutions and pooling, with Keras's padding resolved: for "same" the end gets the larger half.</summary>
internal static class Windows
{
    /// <summary>A window with its padding.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="stride">Its stride.</param>
    /// <param name="input">The picture, as [N, C, H, W].</param>
    /// <param name="isPooling">Whether it pools, where Theano pads otherwise than where it convolves.</param>
    public static Window2D Of(KerasLayer layer, Size2D kernel, Size2D stride, Shape input, bool isPooling = false)
    {
        Size2D dilation = layer.Config.Size("dilation_rate") ?? Size2D.One;
        var window = new Window2D(kernel, stride, dilation, Padding2D.None);
        if (window.Fault is { } fault) throw layer.Refuse(fault);
        if (IsSame(layer) && layer.IsTheano) return window with { Padding = TheanosSame(window, input.Height, input.Width, isPooling) };
        return IsSame(layer) ? window with { Padding = Same(window, input.Height, input.Width) } : window;
    }

    /// <summary>Whether the padding is "same" and not "valid".</summary>
    /// <param name="layer">The layer.</param>
    public static bool IsSame(KerasLayer layer) => layer.Config.Text("padding", "valid") switch
    {
        "same" => true,
        "valid" => false,
        string other => throw layer.Refuse($"'padding' is '{other}'; expected same or valid"),
    };

    /// <summary>So much padding that there are ceil(extent / stride) windows.</summary>
    /// <param name="window">The window.</param>
    /// <param name="height">The picture's height.</param>
    /// <param name="width">The picture's width.</param>
    public static Padding2D Same(Window2D window, int height, int width)
    {
        int vertical = Total(height, window.Stride.Height, window.Reach.Height), horizontal = Total(width, window.Stride.Width, window.Reach.Width);
        return new Padding2D(vertical / 2, horizontal / 2, vertical - (vertical / 2), horizontal - (horizontal / 2));
    }

    // Keras 1 on Theano: half the kernel before a convolution, almost all of it before pooling; then ceil(extent / stride) windows are kept.
    private static Padding2D TheanosSame(Window2D window, int height, int width, bool isPooling)
    {
        int top = Before(window.Kernel.Height, window.Reach.Height), left = Before(window.Kernel.Width, window.Reach.Width);
        return new Padding2D(top, left, After(height, window.Stride.Height, window.Reach.Height, top), After(width, window.Stride.Width, window.Reach.Width, left));

        int Before(int kernel, int reach) => !isPooling ? reach / 2 : kernel > 2 && kernel % 2 == 1 ? kernel - 2 : kernel - 1;
        static int After(int extent, int stride, int reach, int before) => Math.Max(0, checked(((((extent + stride - 1) / stride) - 1) * stride) + reach - extent - before));
    }

    private static int Total(int extent, int stride, int reach) => Math.Max(0, checked(((((extent + stride - 1) / stride) - 1) * stride) + reach - extent));
}
