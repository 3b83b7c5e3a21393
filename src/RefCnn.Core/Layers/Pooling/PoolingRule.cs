namespace RefCnn.Core.Layers;

/// <summary>The shape rule that all windowed pooling layers share.</summary>
public static class PoolingRule
{
    /// <summary>How many windows a pooling layer has along height and width.</summary>
    /// <param name="window">A window without fault, whose reach fits into the padded input.</param>
    /// <param name="rounding">What becomes of a last window that only partly fits.</param>
    /// <param name="input">An NCHW shape.</param>
    public static Size2D OutputExtent(Window2D window, PoolRounding rounding, Shape input)
    {
        Padding2D padding = window.Padding;
        Size2D padded = window.PaddedExtent(input);
        bool clip = rounding == PoolRounding.Ceil || padding != Padding2D.None;
        return new(
            Count(padded.Height, window.Reach.Height, window.Stride.Height, input.Height + padding.Top, rounding, clip),
            Count(padded.Width, window.Reach.Width, window.Stride.Width, input.Width + padding.Left, rounding, clip));
    }

    /// <summary>Whether every window has at least one tap inside the input.</summary>
    /// <param name="window">The window.</param>
    /// <param name="input">An NCHW shape.</param>
    /// <param name="output">The number of windows.</param>
    public static bool EveryWindowMeetsInput(Window2D window, Shape input, Size2D output) =>
        AllMeet(output.Height, window.Stride.Height, window.Padding.Top, window.Kernel.Height, window.Dilation.Height, input.Height)
        && AllMeet(output.Width, window.Stride.Width, window.Padding.Left, window.Kernel.Width, window.Dilation.Width, input.Width);

    private static int Count(int padded, int reach, int stride, int endOfInput, PoolRounding rounding, bool clip)
    {
        int room = padded - reach;
        if (rounding == PoolRounding.Floor) return (room / stride) + 1;
        int count = ((room + stride - 1) / stride) + 1;
        return clip && (count - 1) * stride >= endOfInput ? count - 1 : count;
    }

    private static bool AllMeet(int windows, int stride, int padding, int kernel, int dilation, int extent)
    {
        for (int i = 0; i < windows; i++)
        {
            int start = (i * stride) - padding;
            bool meets = false;
            for (int tap = 0; tap < kernel && !meets; tap++)
                meets = start + (tap * dilation) >= 0 && start + (tap * dilation) < extent;
            if (!meets) return false;
        }

        return true;
    }
}
