using System.Runtime.CompilerServices;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>
/// im2col, a panel at a time: writes the samples that a few outputs (the columns) see under each tap of some channels (the terms) in the order
/// in which a micro-kernel reads them. No more of the unfolded image than this ever exists.
/// </summary>
/// <param name="shape">The convolution.</param>
/// <param name="columnsPerPanel">Columns of a panel.</param>
internal sealed unsafe class ColumnPacker(ConvolutionShape shape, int columnsPerPanel)
{
    /// <summary>Packs one panel.</summary>
    /// <param name="input">The first channel of the group.</param>
    /// <param name="firstChannel">The first channel to pack.</param>
    /// <param name="channels">How many channels.</param>
    /// <param name="firstOutput">The first output of the panel, counted row by row.</param>
    /// <param name="outputs">How many outputs; columns past them keep what they hold.</param>
    /// <param name="panel">Where the panel goes.</param>
    public void Pack(float* input, int firstChannel, int channels, int firstOutput, int outputs, float* panel)
    {
        int column = 0;
        while (column < outputs)
        {
            (int y, int x) = Math.DivRem(firstOutput + column, shape.Output.Width);
            int run = Math.Min(outputs - column, shape.Output.Width - x);
            PackRun(input + ((long)firstChannel * shape.InputPlane), channels, y, x, run, panel + column);
            column += run;
        }
    }

    // Outputs side by side in one row.
    private void PackRun(float* input, int channels, int y, int x, int run, float* to)
    {
        (Size2D kernel, Size2D stride, Size2D dilation, Size2D spread) = (shape.Kernel, shape.Stride, shape.Dilation, shape.Spread);
        for (int i = 0; i < channels; i++)
        {
            for (int kh = 0; kh < kernel.Height; kh++)
            {
                int gridY = (y * stride.Height) + (kh * dilation.Height) - shape.Top;
                bool inside = gridY >= 0 && gridY % spread.Height == 0 && gridY / spread.Height < shape.Input.Height;
                float* row = inside ? input + ((long)i * shape.InputPlane) + ((long)(gridY / spread.Height) * shape.Input.Width) : null;
                for (int kw = 0; kw < kernel.Width; kw++, to += columnsPerPanel)
                {
                    int gridX = (x * stride.Width) + (kw * dilation.Width) - shape.Left;
                    if (row == null) Unsafe.InitBlockUnaligned(to, 0, (uint)run * sizeof(float));
                    else if (spread.Width == 1) PackRow(row, gridX, stride.Width, run, to);
                    else PackSpreadRow(row, gridX, stride.Width, run, to);
                }
            }
        }
    }

    private void PackRow(float* row, int from, int stride, int run, float* to)
    {
        int width = shape.Input.Width;
        int begin = from >= 0 ? 0 : Math.Min(run, (-from + stride - 1) / stride);
        int end = Math.Max(begin, Math.Min(run, (width - from + stride - 1) / stride));
        for (int j = 0; j < begin; j++) to[j] = 0;
        if (stride == 1) Unsafe.CopyBlockUnaligned(to + begin, row + from + begin, (uint)(end - begin) * sizeof(float));
        else for (int j = begin; j < end; j++) to[j] = row[from + (j * stride)];
        for (int j = end; j < run; j++) to[j] = 0;
    }

    private void PackSpreadRow(float* row, int from, int stride, int run, float* to)
    {
        int spread = shape.Spread.Width;
        for (int j = 0; j < run; j++)
        {
            int gridX = from + (j * stride);
            to[j] = gridX >= 0 && gridX % spread == 0 && gridX / spread < shape.Input.Width ? row[gridX / spread] : 0;
        }
    }
}
