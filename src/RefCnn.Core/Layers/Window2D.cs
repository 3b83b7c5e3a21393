namespace RefCnn.Core.Layers;

/// <summary>A window that slides over height and width.</summary>
/// <param name="Kernel">Taps in each direction; at least 1.</param>
/// <param name="Stride">Input samples between neighbouring windows; at least 1.</param>
/// <param name="Dilation">Input samples between neighbouring taps; at least 1.</param>
/// <param name="Padding">Samples added around the input; none negative.</param>
public readonly record struct Window2D(Size2D Kernel, Size2D Stride, Size2D Dilation, Padding2D Padding)
{
    /// <summary>What is wrong with the numbers alone, or null: kernel, stride and dilation must be at least 1 and padding at least 0.</summary>
    public string? Fault
    {
        get
        {
            if (Kernel.Height < 1 || Kernel.Width < 1) return $"kernel is {Kernel}; expected at least 1×1";
            if (Stride.Height < 1 || Stride.Width < 1) return $"stride is {Stride}; expected at least 1×1";
            if (Dilation.Height < 1 || Dilation.Width < 1) return $"dilation is {Dilation}; expected at least 1×1";
            if (Padding.Top < 0 || Padding.Left < 0 || Padding.Bottom < 0 || Padding.Right < 0)
                return $"padding is {Padding}; expected none negative";
            return null;
        }
    }

    /// <summary>The extent that the taps span: (kernel − 1) · dilation + 1.</summary>
    public Size2D Reach => new(checked(((Kernel.Height - 1) * Dilation.Height) + 1), checked(((Kernel.Width - 1) * Dilation.Width) + 1));

    /// <summary>A window with dilation 1.</summary>
    /// <param name="kernel">Taps in each direction.</param>
    /// <param name="stride">Input samples between neighbouring windows.</param>
    /// <param name="padding">Samples added around the input.</param>
    public static Window2D Of(Size2D kernel, int stride = 1, Padding2D padding = default) => new(kernel, stride, Size2D.One, padding);

    /// <summary>The input extents with the padding added.</summary>
    /// <param name="input">An NCHW shape.</param>
    public Size2D PaddedExtent(Shape input) =>
        new(checked(input.Height + Padding.Top + Padding.Bottom), checked(input.Width + Padding.Left + Padding.Right));

    /// <summary>How many windows fit: floor((padded extent − reach) / stride) + 1. The reach must not exceed the padded extent.</summary>
    /// <param name="input">An NCHW shape.</param>
    public Size2D OutputExtent(Shape input)
    {
        Size2D padded = PaddedExtent(input);
        return new(((padded.Height - Reach.Height) / Stride.Height) + 1, ((padded.Width - Reach.Width) / Stride.Width) + 1);
    }
}
