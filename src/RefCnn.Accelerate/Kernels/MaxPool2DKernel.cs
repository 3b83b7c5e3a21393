using System.Numerics;
using RefCnn.Accelerate.Pooling;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>The largest sample of each window, rows first; NaN stays. A piece of the work is an output plane.</summary>
internal sealed class MaxPool2DKernel : IKernel<MaxPool2D>, IBlockedKernel<MaxPool2D>
{
    public static Step Prepare(MaxPool2D layer, Operands operands) => new SeparableStep(layer.Window, operands);

    public static BlockedDemand? Demand(MaxPool2D layer, Site site) => new();

    public static unsafe Step PrepareBlocked(MaxPool2D layer, Operands operands) => new BlockedPoolStep(layer.Window, operands, operands.Engine.Unit.MaximumRow);

    private sealed unsafe class SeparableStep : Step
    {
        private readonly Operands operands;
        private readonly Shape input, output;
        private readonly Taps[] rows, columns;
        private readonly int kernelWidth, dilation;

        public SeparableStep(Window2D window, Operands operands)
        {
            (this.operands, input, output) = (operands, operands.Input.Shape, operands.Output.Shape);
            rows = Taps.Along(output.Height, window.Kernel.Height, window.Stride.Height, window.Dilation.Height, window.Padding.Top, input.Height);
            columns = Taps.Along(output.Width, window.Kernel.Width, window.Stride.Width, window.Dilation.Width, window.Padding.Left, input.Width);
            operands.Workspace.Reserve(2L * (input.Width + window.Reach.Width + Vector<float>.Count));
            (kernelWidth, dilation) = (window.Kernel.Width, window.Dilation.Width);
        }

        public override int Pieces => output.Batch * output.Channels;

        public override void Run(int first, int end, int worker)
        {
            float* largest = operands.Workspace.Of(worker), joined = largest + input.Width + ((kernelWidth - 1) * dilation) + 1 + Vector<float>.Count;
            for (int plane = first; plane < end; plane++)
            {
                float* from = operands.Input.Data + ((long)plane * input.Height * input.Width), to = operands.Output.Data + ((long)plane * rows.Length * columns.Length);
                foreach (Taps row in rows)
                {
                    JoinRows(from, row, largest);
                    JoinColumns(largest, joined);
                    foreach (Taps column in columns)
                    {
                        bool whole = column.Count == kernelWidth;
                        float value = whole ? joined[column.First] : largest[column.First];
                        for (int tap = 1; tap < column.Count && !whole; tap++) value = Larger(value, largest[column.First + (tap * column.Step)]);
                        *to++ = value;
                    }
                }
            }
        }

        private static float Larger(float one, float other) => one > other || float.IsNaN(one) ? one : other;

        // For windows whose taps all lie inside the input; the others read the joined rows themselves.
        private void JoinColumns(float* largest, float* joined)
        {
            for (int x = 0; x < input.Width; x += Vector<float>.Count)
            {
                Vector<float> value = Vector.Load(largest + x);
                for (int tap = 1; tap < kernelWidth; tap++) value = Vector.Max(value, Vector.Load(largest + x + (tap * dilation)));
                Vector.Store(value, joined + x);
            }
        }

        // Reads past the end of a row and writes as far: the arena and the scratch memory leave room for one vector.
        private void JoinRows(float* plane, Taps row, float* largest)
        {
            float* from = plane + ((long)row.First * input.Width);
            long step = (long)row.Step * input.Width;
            for (int x = 0; x < input.Width; x += Vector<float>.Count)
            {
                Vector<float> value = Vector.Load(from + x);
                for (int tap = 1; tap < row.Count; tap++) value = Vector.Max(value, Vector.Load(from + (tap * step) + x));
                Vector.Store(value, largest + x);
            }
        }
    }
}
