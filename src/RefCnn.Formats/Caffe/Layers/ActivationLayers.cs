using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Caffe.Schema;

namespace RefCnn.Formats.Caffe.Layers;

/// <summary>Imports functions of single values, and softmax.</summary>
internal static class ActivationLayers
{
    /// <summary>ReLU, leaky where negative_slope is not 0.</summary>
    /// <param name="layer">The layer.</param>
    public static void Relu(CaffeLayer layer)
    {
        float slope = layer.Parameters.ReluParam?.NegativeSlope ?? 0;
        layer.Output(slope == 0 ? new Relu() : new LeakyRelu(slope), layer.Node());
    }

    /// <summary>PReLU: a slope for each channel, or one for all.</summary>
    /// <param name="layer">The layer.</param>
    public static void PRelu(CaffeLayer layer)
    {
        Shape input = layer.Shape();
        if (input.Rank < 2) throw layer.Refuse($"input has shape {input}; expected rank 2 or more (batch × channels × …)");
        Tensor<float> slope = layer.Parameters.PreluParam?.ChannelShared ?? false
            ? layer.Blob(0, "slope", 1).As(Shape.Scalar)
            : layer.Blob(0, "slope", input[1]).As(new Shape([input[1], .. Enumerable.Repeat(1, input.Rank - 2)]));
        layer.Output(new PRelu(slope), layer.Node());
    }

    /// <summary>Clip.</summary>
    /// <param name="layer">The layer.</param>
    public static void Clip(CaffeLayer layer)
    {
        if (layer.Parameters.ClipParam is not { HasMin: true, HasMax: true } parameters) throw layer.Refuse("has no clip_param with min and max; the layer requires it");
        layer.Output(new Clip(parameters.Min, parameters.Max), layer.Node());
    }

    /// <summary>Swish: x · sigmoid(β · x).</summary>
    /// <param name="layer">The layer.</param>
    public static void Swish(CaffeLayer layer)
    {
        int gate = layer.Step("gate", new Sigmoid(), Affine(layer, layer.Node(), layer.Parameters.SwishParam?.Beta ?? 1, 0));
        layer.Output(new Binary(BinaryFunction.Mul), layer.Node(), gate);
    }

    /// <summary>Power: (shift + scale · x)^power.</summary>
    /// <param name="layer">The layer.</param>
    public static void Power(CaffeLayer layer)
    {
        PowerParameter parameters = layer.Parameters.PowerParam ?? new PowerParameter();
        int inner = Affine(layer, layer.Node(), parameters.Scale, parameters.Shift);
        if (parameters.Power == 1) layer.Output(new Identity(), inner);
        else layer.Output(new Binary(BinaryFunction.Pow), inner, layer.Number("power", parameters.Power));
    }

    /// <summary>Exp: base^(shift + scale · x), with e where the base is −1.</summary>
    /// <param name="layer">The layer.</param>
    public static void Exp(CaffeLayer layer)
    {
        ExpParameter parameters = layer.Parameters.ExpParam ?? new ExpParameter();
        double logarithm = LogarithmOf(layer, parameters.Base);
        layer.Output(new Unary(UnaryFunction.Exp), Affine(layer, layer.Node(), parameters.Scale * logarithm, parameters.Shift * logarithm));
    }

    /// <summary>Log: the logarithm of shift + scale · x, natural where the base is −1.</summary>
    /// <param name="layer">The layer.</param>
    public static void Log(CaffeLayer layer)
    {
        LogParameter parameters = layer.Parameters.LogParam ?? new LogParameter();
        double logarithm = LogarithmOf(layer, parameters.Base);
        int inner = Affine(layer, layer.Node(), parameters.Scale, parameters.Shift);
        if (logarithm == 1) layer.Output(new Unary(UnaryFunction.Log), inner);
        else layer.Output(new Binary(BinaryFunction.Mul), layer.Step("log", new Unary(UnaryFunction.Log), inner), layer.Number("factor", 1 / logarithm));
    }

    /// <summary>Softmax along an axis, 1 unless the layer says another.</summary>
    /// <param name="layer">The layer.</param>
    public static void Softmax(CaffeLayer layer) =>
        layer.Output(new Softmax(layer.Axis(layer.Parameters.SoftmaxParam?.Axis ?? 1, layer.Shape().Rank)), layer.Node());

    private static int Affine(CaffeLayer layer, int node, double scale, double shift)
    {
        if (scale != 1) node = layer.Step("scaled", new Binary(BinaryFunction.Mul), node, layer.Number("scale", scale));
        return shift == 0 ? node : layer.Step("shifted", new Binary(BinaryFunction.Add), node, layer.Number("shift", shift));
    }

    private static double LogarithmOf(CaffeLayer layer, float logarithmBase)
    {
        if (logarithmBase == -1) return 1;
        return logarithmBase > 0 && logarithmBase != 1 ? Math.Log(logarithmBase) : throw layer.Refuse($"has the base {logarithmBase}; expected -1 for e, or a positive number other than 1");
    }
}
