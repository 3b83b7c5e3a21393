using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>How ONNX says where padding goes.</summary>
internal enum AutoPad
{
    /// <summary>The attribute pads says it.</summary>
    NotSet,

    /// <summary>None.</summary>
    Valid,

    /// <summary>So much that there are ceil(extent / stride) windows; an odd sample goes after the last.</summary>
    SameUpper,

    /// <summary>As the upper one, but an odd sample goes before the first.</summary>
    SameLower,
}

/// <summary>The attributes that convolutions and pooling share.</summary>
internal static class WindowAttributes
{
    /// <summary>The window of a convolution or a pooling, with its padding resolved.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">Its input.</param>
    /// <param name="kernel">The weight's kernel, or null where only the attribute says it.</param>
    public static Window2D Window(OnnxNode node, PlanarInput input, Size2D? kernel = null)
    {
        Window2D window = WithoutPadding(node, input, kernel);
        if (window.Fault is { } fault) throw node.Refuse(fault);
        AutoPad mode = Mode(node);
        Padding2D padding = mode switch
        {
            AutoPad.Valid => Padding2D.None,
            AutoPad.NotSet => Explicit(node, input),
            _ => Same(window, input.Shape, mode),
        };
        return window with { Padding = padding };
    }

    /// <summary>Kernel, stride and dilation.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">Its input.</param>
    /// <param name="kernel">The weight's kernel, or null where only the attribute says it.</param>
    public static Window2D WithoutPadding(OnnxNode node, PlanarInput input, Size2D? kernel = null)
    {
        if (node.Attributes.Integers("kernel_shape") is { } stated)
        {
            Size2D size = input.Size("kernel_shape", stated, 1);
            if (kernel is { } own && own != size) throw node.Refuse($"attribute 'kernel_shape' is {size}; the weight's kernel is {own}");
            kernel = size;
        }

        if (kernel is null) throw node.Refuse("has no attribute 'kernel_shape'; the operator requires it");
        return new Window2D(kernel.Value, PerAxis(node, input, "strides"), PerAxis(node, input, "dilations"), Padding2D.None);
    }

    /// <summary>What the attribute auto_pad says.</summary>
    /// <param name="node">The node.</param>
    public static AutoPad Mode(OnnxNode node) => node.Attributes.Text("auto_pad", "NOTSET") switch
    {
        "NOTSET" or "" => AutoPad.NotSet,
        "VALID" => AutoPad.Valid,
        "SAME_UPPER" => AutoPad.SameUpper,
        "SAME_LOWER" => AutoPad.SameLower,
        string other => throw node.Refuse($"attribute 'auto_pad' is '{other}'; expected NOTSET, VALID, SAME_UPPER or SAME_LOWER"),
    };

    /// <summary>What the attribute pads says: begins of all spatial axes, then ends.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">Its input.</param>
    public static Padding2D Explicit(OnnxNode node, PlanarInput input)
    {
        if (node.Attributes.Integers("pads") is not { } pads) return Padding2D.None;
        int rank = input.SpatialRank;
        if (pads.Length != 2 * rank) throw node.Refuse($"attribute 'pads' has {pads.Length} numbers; expected {2 * rank}, two a spatial axis");
        Size2D begin = input.Size("pads", pads.AsSpan(0, rank), 0), end = input.Size("pads", pads.AsSpan(rank), 0);
        return new Padding2D(begin.Height, begin.Width, end.Height, end.Width);
    }

    private static Size2D PerAxis(OnnxNode node, PlanarInput input, string name) =>
        node.Attributes.Integers(name) is { } numbers ? input.Size(name, numbers, 1) : Size2D.One;

    private static Padding2D Same(Window2D window, Shape input, AutoPad mode)
    {
        int vertical = Total(input.Height, window.Stride.Height, window.Reach.Height);
        int horizontal = Total(input.Width, window.Stride.Width, window.Reach.Width);
        int top = mode == AutoPad.SameUpper ? vertical / 2 : vertical - (vertical / 2);
        int left = mode == AutoPad.SameUpper ? horizontal / 2 : horizontal - (horizontal / 2);
        return new Padding2D(top, left, vertical - top, horizontal - left);
    }

    private static int Total(int extent, int stride, int reach) =>
        Math.Max(0, checked(((((extent + stride - 1) / stride) - 1) * stride) + reach - extent));
}
