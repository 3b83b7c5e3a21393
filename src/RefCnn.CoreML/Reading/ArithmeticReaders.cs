using Google.Protobuf.Collections;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Reading;

/// <summary>Functions of several values, and of a value and weights.</summary>
internal static class ArithmeticReaders
{
    /// <summary>add of several inputs, or of one and α; addBroadcastable.</summary>
    public static void Add(LayerReading reading) => OneOrMore(reading, BinaryFunction.Add, reading.Layer.Add?.Alpha ?? 0);

    /// <summary>multiply of several inputs, or of one and α; multiplyBroadcastable.</summary>
    public static void Multiply(LayerReading reading) => OneOrMore(reading, BinaryFunction.Mul, reading.Layer.Multiply?.Alpha ?? 0);

    /// <summary>max and maxBroadcastable.</summary>
    public static void Max(LayerReading reading) => Fold(reading, BinaryFunction.Max);

    /// <summary>min and minBroadcastable.</summary>
    public static void Min(LayerReading reading) => Fold(reading, BinaryFunction.Min);

    /// <summary>subtractBroadcastable.</summary>
    public static void Subtract(LayerReading reading) => Pair(reading, BinaryFunction.Sub);

    /// <summary>divideBroadcastable.</summary>
    public static void Divide(LayerReading reading) => Pair(reading, BinaryFunction.Div);

    /// <summary>powBroadcastable.</summary>
    public static void Power(LayerReading reading) => Pair(reading, BinaryFunction.Pow);

    /// <summary>average of all inputs.</summary>
    public static void Average(LayerReading reading)
    {
        int sum = Folded(reading, BinaryFunction.Add, reading.Inputs);
        reading.Finish(new Binary(BinaryFunction.Div), sum, reading.Number(reading.InputCount));
    }

    /// <summary>scale: times weights that broadcast, plus biases.</summary>
    public static void Scale(LayerReading reading)
    {
        ScaleLayerParams stored = reading.Layer.Scale;
        int scale = reading.Constant(Weights(reading, stored.Scale, stored.ShapeScale, "scales"));
        if (!stored.HasBias)
        {
            reading.Finish(new Binary(BinaryFunction.Mul), reading.Input, scale);
            return;
        }

        int bias = reading.Constant(Weights(reading, stored.Bias, stored.ShapeBias, "biases"));
        reading.Finish(new Binary(BinaryFunction.Add), reading.Binary(BinaryFunction.Mul, reading.Input, scale), bias);
    }

    /// <summary>bias: plus weights that broadcast.</summary>
    public static void Bias(LayerReading reading) => reading.Finish(
        new Binary(BinaryFunction.Add), reading.Input, reading.Constant(Weights(reading, reading.Layer.Bias.Bias, reading.Layer.Bias.Shape, "biases")));

    /// <summary>dot: the sum of products along the channels, of normalised values for a cosine.</summary>
    public static void Dot(LayerReading reading)
    {
        int axis = ActivationReaders.ChannelAxis(reading);
        int left = reading.InputAt(0), right = reading.InputAt(1);
        if (reading.Layer.Dot.CosineSimilarity)
        {
            left = reading.Add(new L2Normalize([axis]), left);
            right = reading.Add(new L2Normalize([axis]), right);
        }

        reading.Finish(new Reduce(ReduceFunction.Sum, [axis]), reading.Binary(BinaryFunction.Mul, left, right));
    }

    /// <summary>loadConstant of [C, H, W].</summary>
    public static void LoadConstant(LayerReading reading)
    {
        LoadConstantLayerParams stored = reading.Layer.LoadConstant;
        if (stored.Shape.Count != 3) throw reading.Refuse($"has a shape of {stored.Shape.Count} numbers; expected 3");
        int[] extents = [.. stored.Shape.Select(extent => checked((int)extent))];
        reading.Finish(new Constant(reading.Weights(stored.Data, "data", reading.Exact ? new Shape(extents) : new Shape([1, .. extents]))));
    }

    /// <summary>loadConstantND of any shape.</summary>
    public static void LoadConstantND(LayerReading reading)
    {
        LoadConstantNDLayerParams stored = reading.Layer.LoadConstantND;
        reading.Finish(new Constant(reading.Weights(stored.Data, "data", new Shape([.. stored.Shape.Select(extent => checked((int)extent))]))));
    }

    // Shapes are [1], [C], [1, H, W] or [C, H, W]; a single number stands for channels.
    private static Tensor<float> Weights(LayerReading reading, WeightParams stored, RepeatedField<ulong> declared, string what)
    {
        int[] extents = [.. declared.Select(extent => checked((int)extent))];
        if (extents.Length == 1) extents = [extents[0], 1, 1];
        return reading.Weights(stored, what, new Shape(extents));
    }

    private static void OneOrMore(LayerReading reading, BinaryFunction function, float alpha)
    {
        if (reading.InputCount == 1) reading.Finish(new Binary(function), reading.Input, reading.Number(alpha));
        else Fold(reading, function);
    }

    private static void Pair(LayerReading reading, BinaryFunction function) => reading.Finish(new Binary(function), reading.InputAt(0), reading.InputAt(1));

    private static void Fold(LayerReading reading, BinaryFunction function)
    {
        int[] inputs = reading.Inputs;
        if (inputs.Length == 0) throw reading.Refuse("has no inputs");
        if (inputs.Length == 1) reading.Finish(new Identity(), inputs);
        else reading.Finish(new Binary(function), Folded(reading, function, inputs[..^1]), inputs[^1]);
    }

    private static int Folded(LayerReading reading, BinaryFunction function, int[] inputs)
    {
        if (inputs.Length == 0) throw reading.Refuse("has no inputs");
        int result = inputs[0];
        foreach (int input in inputs[1..]) result = reading.Binary(function, result, input);
        return result;
    }
}
