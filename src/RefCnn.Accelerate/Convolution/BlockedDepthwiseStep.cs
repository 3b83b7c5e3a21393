using System.Runtime.CompilerServices;
using RefCnn.Accelerate.Kernels;
using RefCnn.Accelerate.Simd;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Convolution;

/// <summary>A convolution of channels one by one, one output for each, on the blocked layout. A piece of the work is an output row of a block of channels.</summary>
internal sealed unsafe class BlockedDepthwiseStep : Step
{
    private readonly Operands operands;
    private readonly VectorUnit unit;
    private readonly Size2D stride;
    private readonly float* weights, biases;
    private readonly nint[] offsets;
    private readonly bool inThrees;

    /// <summary>Packs the weights.</summary>
    /// <param name="window">The window.</param>
    /// <param name="weights">One row an output.</param>
    /// <param name="operands">Blocked input and output.</param>
    /// <param name="unit">The vectors.</param>
    public BlockedDepthwiseStep(Window2D window, Weights weights, Operands operands, VectorUnit unit)
    {
        (this.operands, this.unit, stride) = (operands, unit, window.Stride);
        View input = operands.Input;
        Phase phase = Phase.Of(window, operands.Output.Shape)[0];
        inThrees = window.Kernel.Width == 3 && window.Stride.Width == 1 && window.Dilation.Width == 1;
        offsets = [.. phase.Taps.Select(tap => (tap.Y * input.RowStride) + (tap.X * unit.Width))];

        int channels = weights.Bias.Length, padded = input.Blocks * unit.Width;
        this.weights = operands.Memory.Take((long)padded * offsets.Length);
        biases = operands.Memory.Take(padded);
        weights.Bias.CopyTo(new Span<float>(biases, channels));
        float[] row = new float[offsets.Length];
        for (int channel = 0; channel < channels; channel++)
        {
            (int block, int lane) = Math.DivRem(channel, unit.Width);
            ReadOnlySpan<float> taps = weights.Row(channel, row);
            for (int tap = 0; tap < offsets.Length; tap++)
                this.weights[(((block * offsets.Length) + tap) * unit.Width) + lane] = taps[tap];
        }
    }

    public override int Pieces => operands.Output.Runs;

    public override string Algorithm => "depthwise";

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int first, int end, int worker)
    {
        View input = operands.Input, output = operands.Output, residual = operands.Fusion.Residual ?? default;
        Activation activation = operands.Fusion.Activation;
        fixed (nint* taps = offsets)
        {
            var row = new DepthwiseRowArguments
            {
                InputStep = stride.Width * unit.Width,
                Offsets = taps,
                Taps = offsets.Length,
                InThrees = inThrees,
                Count = output.Shape.Width,
                Slope = activation.Slope,
                Minimum = activation.Minimum,
                Maximum = activation.Maximum,
            };
            for (int piece = first; piece < end; piece++)
            {
                (int plane, int y) = Math.DivRem(piece, output.Shape.Height);
                (int item, int block) = Math.DivRem(plane, output.Blocks);
                row.Input = input.At(item, block, y * stride.Height);
                row.Output = output.At(item, block, y);
                if (residual.Data != null) row.Residual = residual.At(item, block, y);
                row.Weights = weights + (block * offsets.Length * unit.Width);
                row.Bias = biases + (block * unit.Width);
                unit.DepthwiseRow(ref row);
            }
        }
    }
}
