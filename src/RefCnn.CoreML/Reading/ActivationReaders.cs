using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;
using Case = RefCnn.CoreML.Schema.ActivationParams.NonlinearityTypeOneofCase;
using Operation = RefCnn.CoreML.Schema.UnaryFunctionLayerParams.Types.Operation;

namespace RefCnn.CoreML.Reading;

/// <summary>Functions of one value. An absent α or β is 0: there are no other defaults.</summary>
internal static class ActivationReaders
{
    /// <summary>activation.</summary>
    public static void Activation(LayerReading reading)
    {
        ActivationParams stored = reading.Layer.Activation;
        switch (stored.NonlinearityTypeCase)
        {
            case Case.Linear: Alias(reading, reading.Linear(reading.Input, stored.Linear.Alpha, stored.Linear.Beta)); break;
            case Case.ReLU: reading.Finish(new Relu(), reading.Input); break;
            case Case.LeakyReLU: reading.Finish(new LeakyRelu(stored.LeakyReLU.Alpha), reading.Input); break;
            case Case.ThresholdedReLU: ThresholdedReLU(reading, stored.ThresholdedReLU.Alpha); break;
            case Case.PReLU: reading.Finish(new PRelu(ByChannel(reading, stored.PReLU.Alpha)), reading.Input); break;
            case Case.Tanh: reading.Finish(new Tanh(), reading.Input); break;
            case Case.ScaledTanh: ScaledTanh(reading, stored.ScaledTanh); break;
            case Case.Sigmoid: reading.Finish(new Sigmoid(), reading.Input); break;
            case Case.SigmoidHard: reading.Finish(new HardSigmoid(stored.SigmoidHard.Alpha, stored.SigmoidHard.Beta), reading.Input); break;
            case Case.ELU: reading.Finish(new Elu(stored.ELU.Alpha), reading.Input); break;
            case Case.Softsign: Softsign(reading); break;
            case Case.Softplus: reading.Finish(new Softplus(), reading.Input); break;
            case Case.ParametricSoftplus: ParametricSoftplus(reading, stored.ParametricSoftplus); break;
            default: throw reading.Refuse("has no activation");
        }
    }

    /// <summary>softmax along the channels, axis −3.</summary>
    public static void Softmax(LayerReading reading) => reading.Finish(new Softmax(ChannelAxis(reading)), reading.Input);

    /// <summary>softmaxND along any axis.</summary>
    public static void SoftmaxND(LayerReading reading) =>
        reading.Finish(new Softmax(ShapeReaders.Axis(reading, reading.Layer.SoftmaxND.Axis, reading.InputShape.Rank)), reading.Input);

    /// <summary>clip.</summary>
    public static void Clip(LayerReading reading) => reading.Finish(new Clip(reading.Layer.Clip.MinVal, reading.Layer.Clip.MaxVal), reading.Input);

    /// <summary>clampedReLU: α · x below 0, and at most β.</summary>
    public static void ClampedReLU(LayerReading reading)
    {
        int leaky = reading.Add(new LeakyRelu(reading.Layer.ClampedReLU.Alpha), reading.Input);
        reading.Finish(new Clip(Maximum: reading.Layer.ClampedReLU.Beta), leaky);
    }

    /// <summary>tanh as a layer of its own.</summary>
    public static void Tanh(LayerReading reading) => reading.Finish(new Tanh(), reading.Input);

    /// <summary>unary: a function of scale · x + shift; an absent scale is 1, an absent ε is 1e-6.</summary>
    public static void Unary(LayerReading reading)
    {
        UnaryFunctionLayerParams stored = reading.Layer.Unary;
        int x = reading.Linear(reading.Input, stored.Scale == 0 ? 1 : stored.Scale, stored.Shift);
        float epsilon = stored.Epsilon == 0 ? 1e-6f : stored.Epsilon;
        switch (stored.Type)
        {
            case Operation.Sqrt: reading.Finish(new Unary(UnaryFunction.Sqrt), x); break;
            case Operation.Rsqrt: reading.Finish(new Unary(UnaryFunction.Reciprocal), reading.Add(new Unary(UnaryFunction.Sqrt), reading.Linear(x, 1, epsilon))); break;
            case Operation.Inverse: reading.Finish(new Unary(UnaryFunction.Reciprocal), reading.Linear(x, 1, epsilon)); break;
            case Operation.Power when stored.Alpha == -1: reading.Finish(new Unary(UnaryFunction.Reciprocal), x); break;
            case Operation.Power: reading.Finish(new Binary(BinaryFunction.Pow), x, reading.Number(stored.Alpha)); break;
            case Operation.Exp: reading.Finish(new Unary(UnaryFunction.Exp), x); break;
            case Operation.Log: reading.Finish(new Unary(UnaryFunction.Log), x); break;
            case Operation.Abs: reading.Finish(new Unary(UnaryFunction.Abs), x); break;
            case Operation.Threshold: reading.Finish(new Clip(Minimum: stored.Alpha), x); break;
            default: throw reading.Refuse($"has the function {stored.Type}, which is not known");
        }
    }

    /// <summary>Makes a node that exists the layer's value, through a copy that has its name.</summary>
    /// <param name="reading">The layer.</param>
    /// <param name="node">The node.</param>
    public static void Alias(LayerReading reading, int node) => reading.Finish(new Identity(), node);

    /// <summary>The channel's axis: −3, or 0 where there are fewer axes.</summary>
    /// <param name="reading">The layer.</param>
    public static int ChannelAxis(LayerReading reading) => reading.InputShape.Rank >= 3
        ? reading.InputShape.Rank - 3
        : throw reading.Refuse($"reads a value of shape {reading.InputShape}; expected rank 3 or more (channels, height, width last)");

    private static Tensor<float> ByChannel(LayerReading reading, WeightParams stored)
    {
        int channels = reading.InputShape[ChannelAxis(reading)];
        bool one = stored is { FloatValue.Count: 1 } or { Float16Value.Length: 2 };
        return reading.Weights(stored, "slopes", one ? new Shape(1, 1, 1) : new Shape(channels, 1, 1));
    }

    private static void ThresholdedReLU(LayerReading reading, float alpha)
    {
        if (!float.IsFinite(alpha)) throw reading.Refuse($"drops values below {alpha}; expected a number");
        int result = Thresholds.Of(alpha, reading.Input, (part, inputs) => reading.Add(part, inputs));
        Alias(reading, result);
    }

    private static void ScaledTanh(LayerReading reading, ActivationScaledTanh stored)
    {
        int tanh = reading.Add(new Tanh(), reading.Linear(reading.Input, stored.Beta, 0));
        reading.Finish(new Binary(BinaryFunction.Mul), tanh, reading.Number(stored.Alpha));
    }

    private static void Softsign(LayerReading reading)
    {
        int divisor = reading.Linear(reading.Add(new Unary(UnaryFunction.Abs), reading.Input), 1, 1);
        reading.Finish(new Binary(BinaryFunction.Div), reading.Input, divisor);
    }

    private static void ParametricSoftplus(LayerReading reading, ActivationParametricSoftplus stored)
    {
        int scaled = reading.Binary(BinaryFunction.Mul, reading.Input, reading.Constant(ByChannel(reading, stored.Beta)));
        reading.Finish(new Binary(BinaryFunction.Mul), reading.Add(new Softplus(), scaled), reading.Constant(ByChannel(reading, stored.Alpha)));
    }
}
