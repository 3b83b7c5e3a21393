using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants.Faults;

/// <summary>Windows that slide wrongly: convolutions, their transposes, and poolings.</summary>
internal static class WindowFaults
{
    private static readonly string[] Pools = ["max-pool2d", "argmax-pool2d", "average-pool2d", "l2-pool2d"];
    private static readonly string[] Convolutions = ["conv2d", "conv-transpose2d"];

    public static FaultFamily Family { get; } = new(
        "windows",
        "importers, and whoever computes where a window begins",
        Sliding("padding-ends-swapped", "Padding before and after change places (SAME_LOWER for SAME_UPPER).", w => Padded(w, p => new(p.Bottom, p.Right, p.Top, p.Left))),
        Sliding("padding-order", "Top, left, bottom, right are read as top, bottom, left, right.", w => Padded(w, p => new(p.Top, p.Bottom, p.Left, p.Right))),
        Sliding("padding-axes-swapped", "The vertical padding is taken for the horizontal one.", w => Padded(w, p => new(p.Left, p.Top, p.Right, p.Bottom))),
        Sliding("padding-balanced", "Asymmetric padding is spread evenly over both ends.", w => Padded(w, Balanced)),
        Sliding("padding-one-before", "Windows begin one sample too early.", w => Padded(w, p => new(p.Top + 1, p.Left + 1, Math.Max(p.Bottom - 1, 0), Math.Max(p.Right - 1, 0)))),
        Sliding("padding-all-after", "All padding is put after the input.", w => Padded(w, p => new(0, 0, p.Top + p.Bottom, p.Left + p.Right))),
        Sliding("padding-top-for-all", "The first of four paddings is taken for all sides.", w => Padded(w, p => p.Top)),
        Sliding("strides-swapped", "Vertical and horizontal stride change places.", w => w with { Stride = Swapped(w.Stride) }),
        Sliding("one-stride", "The vertical stride is taken for both directions.", w => w with { Stride = w.Stride.Height }),
        Sliding("dilations-swapped", "Vertical and horizontal dilation change places.", w => w with { Dilation = Swapped(w.Dilation) }),
        Sliding("dilation-ignored", "Taps are adjacent although the kernel is dilated.", w => w with { Dilation = Size2D.One }),
        new("kernel-extents-swapped", "Height and width of the pooling window change places.", [.. Pools], run => Slid(run, w => w with { Kernel = Swapped(w.Kernel) })),
        new("last-column-of-taps-dropped", "The loop over a window's columns ends one too early.", [.. Pools], run => Slid(run, NarrowerByOne)),
        new("padding-repeats-the-edge", "Coordinates are clamped to the input, where padding should be zero.", ["conv2d"], ClampedPadding));

    /// <summary>A fault of every kind that has a window.</summary>
    private static Fault Sliding(string name, string sentence, Func<Window2D, Window2D> change) =>
        new(name, sentence, [.. Convolutions, .. Pools], run => Slid(run, change));

    private static Tensor<float>? Slid(Execution run, Func<Window2D, Window2D> change)
    {
        Window2D window = run.Layer switch { Conv2D layer => layer.Window, ConvTranspose2D layer => layer.Window, _ => ((PoolingLayer)run.Layer).Window };
        Window2D changed = change(window);
        return changed == window ? null : run.Instead(run.Layer switch
        {
            Conv2D layer => layer with { Window = changed },
            ConvTranspose2D layer => layer with { Window = changed },
            PoolingLayer layer => layer with { Window = changed },
            var other => other,
        });
    }

    private static Window2D Padded(Window2D window, Func<Padding2D, Padding2D> change) => window with { Padding = change(window.Padding) };

    private static Padding2D Balanced(Padding2D padding)
    {
        int top = (padding.Top + padding.Bottom) / 2, left = (padding.Left + padding.Right) / 2;
        return new(top, left, padding.Top + padding.Bottom - top, padding.Left + padding.Right - left);
    }

    private static Window2D NarrowerByOne(Window2D window) => window.Kernel.Width == 1
        ? window
        : window with { Kernel = window.Kernel with { Width = window.Kernel.Width - 1 } };

    private static Size2D Swapped(Size2D size) => new(size.Width, size.Height);

    private static Tensor<float>? ClampedPadding(Execution run)
    {
        var layer = (Conv2D)run.Layer;
        Padding2D p = layer.Window.Padding;
        if (p == Padding2D.None) return null;
        var padded = run.Network.Shapes[run.Network.Nodes[run.Index].Inputs[0]];
        padded = new Shape(padded.Batch, padded.Channels, padded.Height + p.Top + p.Bottom, padded.Width + p.Left + p.Right);
        Shape input = run.Input.Shape;
        if (input.Count == 0) return null;
        Tensor<float> clamped = new Tensor<float>(padded).AtPlaces(place =>
            run.Input.At(place[0], place[1], Math.Clamp(place[2] - p.Top, 0, input.Height - 1), Math.Clamp(place[3] - p.Left, 0, input.Width - 1)));
        return run.Instead(layer with { Window = layer.Window with { Padding = Padding2D.None } }, clamped);
    }
}
