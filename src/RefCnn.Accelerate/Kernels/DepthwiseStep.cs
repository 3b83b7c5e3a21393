using System.Numerics;

namespace RefCnn.Accelerate.Kernels;

/// <summary>
/// Convolution of channels one by one. Each input plane is copied with its padding, columns sorted by their place modulo the stride, so that
/// the samples that one tap sees of neighbouring outputs lie side by side. A piece of the work is an output plane.
/// </summary>
internal sealed unsafe class DepthwiseStep : Step
{
    private readonly ConvolutionShape shape;
    private readonly Operands operands;
    private readonly Weights weights;
    private readonly float[] folded;
    private readonly int outputsPerInput, paddedHeight, phaseWidth, stride;
    private readonly int[] tapOffsets;

    /// <summary>Prepares.</summary>
    /// <param name="shape">The geometry; one channel a group.</param>
    /// <param name="weights">One row an output.</param>
    /// <param name="operands">Input, output, what follows.</param>
    public DepthwiseStep(ConvolutionShape shape, Weights weights, Operands operands)
    {
        (this.shape, this.operands, this.weights) = (shape, operands, weights);
        folded = weights.Folded();
        outputsPerInput = weights.Bias.Length / operands.Input.Shape.Channels;
        stride = shape.Stride.Width;
        paddedHeight = ((shape.Output.Height - 1) * shape.Stride.Height) + ((shape.Kernel.Height - 1) * shape.Dilation.Height) + 1;
        int reach = (shape.Kernel.Width - 1) * shape.Dilation.Width;
        phaseWidth = shape.Output.Width + (reach / stride) + 1 + Vector<float>.Count;
        tapOffsets = new int[shape.Taps];
        for (int tap = 0; tap < tapOffsets.Length; tap++)
        {
            (int kh, int kw) = Math.DivRem(tap, shape.Kernel.Width);
            (int index, int phase) = Math.DivRem(kw * shape.Dilation.Width, stride);
            tapOffsets[tap] = (((kh * shape.Dilation.Height * stride) + phase) * phaseWidth) + index;
        }

        operands.Workspace.Reserve((long)paddedHeight * stride * phaseWidth);
    }

    public override int Pieces => operands.Output.Shape.Batch * weights.Bias.Length;

    public override string Algorithm => "depthwise";

    public override void Run(int first, int end, int worker)
    {
        float* padded = operands.Workspace.Of(worker);
        int copied = -1;
        for (int plane = first; plane < end; plane++)
        {
            int inputPlane = plane / outputsPerInput;
            if (inputPlane != copied) Copy(operands.Input.Data + ((long)inputPlane * shape.InputPlane), padded);
            copied = inputPlane;
            Convolve(padded, plane);
        }
    }

    private void Copy(float* input, float* padded)
    {
        for (int y = 0; y < paddedHeight; y++)
        {
            float* to = padded + ((long)y * stride * phaseWidth);
            int inputY = y - shape.Top;
            new Span<float>(to, stride * phaseWidth).Clear();
            if (inputY < 0 || inputY >= shape.Input.Height) continue;
            float* from = input + ((long)inputY * shape.Input.Width);
            for (int phase = 0; phase < stride; phase++)
            {
                int index = Math.Max(0, (shape.Left - phase + stride - 1) / stride), x = (index * stride) + phase - shape.Left;
                for (; index < phaseWidth && x < shape.Input.Width; index++, x += stride) to[(phase * phaseWidth) + index] = from[x];
            }
        }
    }

    private void Convolve(float* padded, int plane)
    {
        int channel = plane % weights.Bias.Length;
        long offset = (long)plane * shape.OutputPlane;
        float* residual = operands.Fusion.Residual is { } view ? view.Data + offset : null;
        for (int y = 0; y < shape.Output.Height; y++)
        {
            float* to = operands.Output.Data + offset + ((long)y * shape.Output.Width);
            int x = 0;
            for (; x <= shape.Output.Width - Vector<float>.Count; x += Vector<float>.Count) Vector.Store(Window(padded, channel, y, x), to + x);
            if (x < shape.Output.Width)
            {
                Vector<float> rest = Window(padded, channel, y, x);
                for (int j = 0; x + j < shape.Output.Width; j++) to[x + j] = rest[j];
            }
        }

        operands.Fusion.Activation.Apply(operands.Output.Data + offset, shape.OutputPlane, weights.Bias[channel], residual);
    }

    private Vector<float> Window(float* padded, int channel, int y, int x)
    {
        Vector<float> sum = Vector<float>.Zero;
        float* first = padded + ((long)y * shape.Stride.Height * stride * phaseWidth) + x;
        ReadOnlySpan<float> factors = folded.AsSpan(channel * tapOffsets.Length, tapOffsets.Length);
        for (int tap = 0; tap < factors.Length; tap++)
            sum = Vector.MultiplyAddEstimate(Vector.Load(first + tapOffsets[tap]), new Vector<float>(factors[tap]), sum);
        return sum;
    }
}
