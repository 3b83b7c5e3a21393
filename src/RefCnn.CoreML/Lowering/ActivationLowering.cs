using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Lowering;

/// <summary>Activations that Core ML has only in part.</summary>
internal static class ActivationLowering
{
    /// <summary>Core ML has one slope, or one a channel; others are relu(x) − slope · relu(−x).</summary>
    public static int PRelu(LoweringStep step)
    {
        var layer = (PRelu)step.Layer;
        if (IsByChannel(layer, step.InputShape)) return step.Keep();
        int positive = step.Add(new Relu(), step.Input);
        int negative = step.Add(new Relu(), step.Add(new Unary(UnaryFunction.Neg), step.Input));
        int scaled = step.Binary(BinaryFunction.Mul, negative, step.Add(new Constant(layer.Slope)));
        return step.Finish(new Binary(BinaryFunction.Sub), positive, scaled);
    }

    /// <summary>(x − max) − log Σ e^(x − max): a logarithm of a softmax would lose what underflows.</summary>
    public static int LogSoftmax(LoweringStep step)
    {
        int axis = ((LogSoftmax)step.Layer).Axis;
        int shifted = step.Binary(BinaryFunction.Sub, step.Input, step.Add(new Reduce(ReduceFunction.Max, [axis]), step.Input));
        int sum = step.Add(new Reduce(ReduceFunction.Sum, [axis]), step.Add(new Unary(UnaryFunction.Exp), shifted));
        return step.Finish(new Binary(BinaryFunction.Sub), shifted, step.Add(new Unary(UnaryFunction.Log), sum));
    }

    /// <summary>Whether the slopes lie along axis 1 of an NCHW input alone.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Its input.</param>
    public static bool IsByChannel(PRelu layer, Shape input)
    {
        Shape slope = layer.Slope.Shape;
        return input.Rank == 4 && (slope.Count == 1 || (slope.Rank >= 3 && slope.Count == input.Channels && slope[^3] == input.Channels));
    }
}
