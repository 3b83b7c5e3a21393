using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>What a pooling makes of the samples of one window. A struct, so that the compiler puts it into the loop.</summary>
internal unsafe interface IPool
{
    /// <summary>The result.</summary>
    /// <param name="plane">The input channel.</param>
    /// <param name="width">Its width.</param>
    /// <param name="rows">The rows that the window sees.</param>
    /// <param name="columns">The columns that it sees.</param>
    float Of(float* plane, int width, Taps rows, Taps columns);
}

/// <summary>The samples along one axis that a window sees inside the input.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many.</param>
/// <param name="Step">From one to the next.</param>
/// <param name="Start">Where the window begins, from the start of the padding.</param>
internal readonly record struct Taps(int First, int Count, int Step, int Start)
{
    /// <summary>The samples of every window along an axis.</summary>
    /// <param name="windows">How many windows.</param>
    /// <param name="kernel">Taps of a window.</param>
    /// <param name="stride">Between windows.</param>
    /// <param name="dilation">Between taps.</param>
    /// <param name="padding">Before the input.</param>
    /// <param name="extent">The input's extent.</param>
    public static Taps[] Along(int windows, int kernel, int stride, int dilation, int padding, int extent)
    {
        var taps = new Taps[windows];
        for (int window = 0; window < windows; window++)
        {
            int start = (window * stride) - padding;
            int skipped = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
            int end = Math.Clamp((extent - start + dilation - 1) / dilation, 0, kernel);
            taps[window] = new Taps(start + (skipped * dilation), Math.Max(0, end - skipped), dilation, window * stride);
        }

        return taps;
    }
}

/// <summary>Pooling by windows. A piece of the work is an output plane.</summary>
/// <typeparam name="TPool">What is made of a window.</typeparam>
/// <param name="pool">What is made of a window.</param>
/// <param name="window">The window.</param>
/// <param name="operands">Input and output.</param>
internal sealed unsafe class PoolStep<TPool>(TPool pool, Window2D window, Operands operands) : Step
    where TPool : struct, IPool
{
    private readonly Shape input = operands.Input.Shape, output = operands.Output.Shape;
    private readonly Taps[] rows = Taps.Along(
        operands.Output.Shape.Height, window.Kernel.Height, window.Stride.Height, window.Dilation.Height, window.Padding.Top, operands.Input.Shape.Height);

    private readonly Taps[] columns = Taps.Along(
        operands.Output.Shape.Width, window.Kernel.Width, window.Stride.Width, window.Dilation.Width, window.Padding.Left, operands.Input.Shape.Width);

    public override int Pieces => output.Batch * output.Channels;

    public override void Run(int first, int end, int worker)
    {
        for (int plane = first; plane < end; plane++)
        {
            float* from = operands.Input.Data + ((long)plane * input.Height * input.Width), to = operands.Output.Data + ((long)plane * rows.Length * columns.Length);
            foreach (Taps row in rows)
            {
                foreach (Taps column in columns) *to++ = pool.Of(from, input.Width, row, column);
            }
        }
    }
}
