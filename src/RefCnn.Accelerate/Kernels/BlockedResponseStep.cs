using System.Numerics;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>
/// Local response normalisation across channels on a blocked tensor: the squares of a few pixels are laid out channel by channel, so that the sum over neighbouring
/// channels is a sum of vectors at neighbouring places. A piece of the work is a row of pixels.
/// </summary>
internal sealed unsafe class BlockedResponseStep : Step
{
    private const int PixelsAtOnce = 8;

    private readonly LocalResponseNorm layer;
    private readonly Operands operands;
    private readonly int lanes, blocks, before, line;

    /// <summary>Prepares.</summary>
    /// <param name="layer">The layer; its region goes across channels.</param>
    /// <param name="operands">Blocked input and output.</param>
    public BlockedResponseStep(LocalResponseNorm layer, Operands operands)
    {
        (this.layer, this.operands, lanes, blocks) = (layer, operands, operands.Input.Lanes, operands.Input.Blocks);
        before = (layer.Size - 1) / 2;
        line = (blocks * lanes) + layer.Size + Vector<float>.Count;
        operands.Workspace.Reserve((long)PixelsAtOnce * line);
    }

    public override int Pieces => operands.Output.Shape.Batch * operands.Output.Shape.Height;

    public override void Run(int first, int end, int worker)
    {
        float* squares = operands.Workspace.Of(worker);
        new Span<float>(squares, PixelsAtOnce * line).Clear();
        for (int piece = first; piece < end; piece++)
        {
            (int item, int y) = Math.DivRem(piece, operands.Output.Shape.Height);
            for (int x = 0; x < operands.Output.Shape.Width; x += PixelsAtOnce)
            {
                int pixels = Math.Min(PixelsAtOnce, operands.Output.Shape.Width - x);
                Square(item, y, x, pixels, squares);
                Divide(item, y, x, pixels, squares);
            }
        }
    }

    private void Square(int item, int y, int x, int pixels, float* squares)
    {
        int unused = (blocks * lanes) - operands.Input.Shape.Channels;
        for (int block = 0; block < blocks; block++)
        {
            float* from = operands.Input.At(item, block, y) + (x * lanes), to = squares + before + (block * lanes);
            for (int pixel = 0; pixel < pixels; pixel++, from += lanes, to += line)
            {
                for (int lane = 0; lane < lanes; lane += Vector<float>.Count)
                {
                    Vector<float> value = Vector.Load(from + lane);
                    Vector.Store(value * value, to + lane);
                }
            }
        }

        for (int pixel = 0; pixel < pixels && unused > 0; pixel++) new Span<float>(squares + (pixel * line) + before + operands.Input.Shape.Channels, unused).Clear();
    }

    private void Divide(int item, int y, int x, int pixels, float* squares)
    {
        var constant = new Vector<float>((float)layer.K);
        var factor = new Vector<float>((float)(layer.Alpha / layer.Size));
        for (int block = 0; block < blocks; block++)
        {
            float* from = operands.Input.At(item, block, y) + (x * lanes), to = operands.Output.At(item, block, y) + (x * lanes), square = squares + (block * lanes);
            for (int pixel = 0; pixel < pixels; pixel++, from += lanes, to += lanes, square += line)
            {
                for (int lane = 0; lane < lanes; lane += Vector<float>.Count)
                {
                    Vector<float> sum = Vector.Load(square + lane);
                    for (int i = 1; i < layer.Size; i++) sum += Vector.Load(square + lane + i);
                    Vector.Store(Vector.Load(from + lane) / Power(Vector.MultiplyAddEstimate(factor, sum, constant)), to + lane);
                }
            }
        }
    }

    // Two roots are several times cheaper than the power that AlexNet and GoogLeNet ask for.
    private Vector<float> Power(Vector<float> x)
    {
        if (layer.Beta == 0.75)
        {
            Vector<float> root = Vector.SquareRoot(x);
            return root * Vector.SquareRoot(root);
        }

        float* powers = stackalloc float[Vector<float>.Count];
        for (int i = 0; i < Vector<float>.Count; i++) powers[i] = (float)Math.Pow(x[i], layer.Beta);
        return Vector.Load(powers);
    }
}
