using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Lowering;

/// <summary>
/// Core ML's own ceil mode clamps by a rule of its own, so every pooling becomes one that rounds down, whose padding at the end is just wide
/// enough for the last window.
/// </summary>
internal static class PoolingLowering
{
    /// <summary>Padding is never the largest, whatever its width.</summary>
    public static int Max(LoweringStep step)
    {
        var layer = (MaxPool2D)step.Layer;
        return layer.Rounding == PoolRounding.Floor ? step.Keep() : step.Finish(new MaxPool2D(Widened(layer, step.InputShape)), step.Input);
    }

    /// <summary>Padding adds nothing to a sum of squares, whatever its width.</summary>
    public static int L2(LoweringStep step)
    {
        var layer = (L2Pool2D)step.Layer;
        return layer.Rounding == PoolRounding.Floor ? step.Keep() : step.Finish(new L2Pool2D(Widened(layer, step.InputShape)), step.Input);
    }

    /// <summary>Where padding counts but the overhang beyond it does not, the padding becomes zeros of the input.</summary>
    public static int Average(LoweringStep step)
    {
        var layer = (AveragePool2D)step.Layer;
        Window2D widened = layer.Rounding == PoolRounding.Floor ? layer.Window : Widened(layer, step.InputShape);
        Padding2D own = layer.Window.Padding, wide = widened.Padding;
        bool overhangs = wide.Bottom > own.Bottom || wide.Right > own.Right;
        if (layer.Divisor != PoolDivisor.Padded || !overhangs)
        {
            PoolDivisor divisor = layer.Divisor == PoolDivisor.Inside ? PoolDivisor.Inside : PoolDivisor.Window;
            return layer.Rounding == PoolRounding.Floor && divisor == layer.Divisor
                ? step.Keep()
                : step.Finish(new AveragePool2D(widened, Divisor: divisor), step.Input);
        }

        int bottom = Math.Min(own.Bottom, wide.Bottom), right = Math.Min(own.Right, wide.Right);
        int padded = step.Add(new Pad([0, 0, own.Top, own.Left], [0, 0, bottom, right]), step.Input);
        Window2D window = widened with { Padding = new Padding2D(0, 0, wide.Bottom - bottom, wide.Right - right) };
        Shape shape = step.ShapeOf(padded);
        if (PoolingRule.EveryWindowMeetsInput(window, shape, PoolingRule.OutputExtent(window, PoolRounding.Floor, shape)))
            return step.Finish(new AveragePool2D(window, Divisor: PoolDivisor.Inside), padded);

        // A window beyond even the padding: its mean is 0, which the window's own size as divisor gives. Only Caffe's rounding without padding
        // and with a stride beyond the kernel makes one, and there every other window along the axis is whole.
        return step.Finish(new AveragePool2D(window, Divisor: PoolDivisor.Window), padded);
    }

    /// <summary>Core ML pools planes; other ranks are reductions.</summary>
    public static int Global(LoweringStep step)
    {
        if (step.InputShape.Rank == 4) return step.Keep();
        ReduceFunction function = ((GlobalPool)step.Layer).Function switch
        {
            GlobalPoolFunction.Average => ReduceFunction.Mean,
            GlobalPoolFunction.Max => ReduceFunction.Max,
            _ => ReduceFunction.L2,
        };
        return step.Finish(new Reduce(function, [.. Enumerable.Range(2, step.InputShape.Rank - 2)]), step.Input);
    }

    private static Window2D Widened(PoolingLayer layer, Shape input)
    {
        Window2D window = layer.Window;
        Size2D count = PoolingRule.OutputExtent(window, layer.Rounding, input);
        int bottom = ((count.Height - 1) * window.Stride.Height) + window.Reach.Height - input.Height - window.Padding.Top;
        int right = ((count.Width - 1) * window.Stride.Width) + window.Reach.Width - input.Width - window.Padding.Left;
        return window with { Padding = window.Padding with { Bottom = Math.Max(0, bottom), Right = Math.Max(0, right) } };
    }
}
