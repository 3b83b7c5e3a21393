using System.Text.Json;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Keras.Layers;

/// <summary>Imports activations, as layers and by the names that other layers give them.</summary>
internal static class ActivationLayers
{
    /// <summary>The activation that a layer's configuration names; linear where it names none.</summary>
    /// <param name="layer">The layer.</param>
    public static string NameOf(KerasLayer layer)
    {
        if (layer.Config.Member("activation") is not { } activation) return "linear";
        if (activation.ValueKind == JsonValueKind.String) return activation.GetString()!;
        throw layer.Refuse("has an activation that is a layer or a function of its own; expected a name");
    }

    /// <summary>Applies an activation by its name.</summary>
    /// <param name="layer">The layer that names it.</param>
    /// <param name="activation">The name.</param>
    /// <param name="input">What it is applied to.</param>
    public static KerasTensor Apply(KerasLayer layer, string activation, KerasTensor input)
    {
        KerasTensor Of(Layer function) => layer.Output(function, input.IsMoved, input.Node);
        KerasTensor Gated(int gate) => layer.Output(new Binary(BinaryFunction.Mul), input.IsMoved, input.Node, gate);
        switch (activation)
        {
            case "linear": return Of(new Identity());
            case "relu": return Of(new Relu());
            case "relu6": return Of(new Clip(0, 6));
            case "leaky_relu": return Of(new LeakyRelu(0.2f));
            case "elu": return Of(new Elu());
            case "selu":
                int unscaled = layer.Step("elu", new Elu(1.67326319217681884765625f), input.Node);
                return layer.Output(new Binary(BinaryFunction.Mul), input.IsMoved, unscaled, layer.Number("scale", 1.05070102214813232421875));
            case "sigmoid": return Of(new Sigmoid());
            case "hard_sigmoid": return Of(layer.IsKeras3 ? new HardSigmoid(1f / 6, 0.5f) : new HardSigmoid());
            case "hard_swish" or "hard_silu": return Gated(layer.Step("gate", new HardSigmoid(1f / 6, 0.5f), input.Node));
            case "tanh": return Of(new Tanh());
            case "softplus": return Of(new Softplus());
            case "softsign":
                int magnitude = layer.Step("magnitude", new Unary(UnaryFunction.Abs), input.Node);
                return layer.Output(new Binary(BinaryFunction.Div), input.IsMoved, input.Node, layer.Step("divisor", new Binary(BinaryFunction.Add), magnitude, layer.Number("one", 1)));
            case "exponential": return Of(new Unary(UnaryFunction.Exp));
            case "swish" or "silu": return Gated(layer.Step("gate", new Sigmoid(), input.Node));
            case "mish": return Gated(layer.Step("gate", new Tanh(), layer.Step("softplus", new Softplus(), input.Node)));
            case "softmax": return Of(new Softmax(LastAxis(input)));
            case "log_softmax": return Of(new LogSoftmax(LastAxis(input)));
            default: throw layer.Refuse($"has the activation '{activation}'; expected one of linear, relu, relu6, leaky_relu, elu, selu, sigmoid, hard_sigmoid, hard_silu, tanh, softplus, softsign, exponential, silu, mish, softmax, log_softmax");
        }
    }

    /// <summary>ReLU, with a slope for negative values and a largest value.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Relu(KerasLayer layer)
    {
        double slope = layer.Config.Number("negative_slope") ?? 0, threshold = layer.Config.Number("threshold") ?? 0;
        double? largest = layer.Config.Number("max_value");
        if (threshold != 0) throw layer.Refuse($"has a threshold of {threshold}; expected 0: no layer jumps there");
        if (largest is null) return layer.Elementwise(slope == 0 ? new Relu() : new LeakyRelu((float)slope));
        if (slope == 0) return layer.Elementwise(new Clip(0, (float)largest));
        KerasTensor input = layer.Input();
        return layer.Output(new Clip(Maximum: (float)largest), input.IsMoved, layer.Step("leaky", new LeakyRelu((float)slope), input.Node));
    }

    /// <summary>LeakyReLU, whose slope is 0.3 where none is given.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor LeakyRelu(KerasLayer layer) =>
        layer.Elementwise(new LeakyRelu((float)(layer.Config.Number("alpha") ?? layer.Config.Number("negative_slope") ?? 0.3)));

    /// <summary>PReLU, whose slopes have the shape of the input without its batch, shared axes 1.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor PRelu(KerasLayer layer)
    {
        KerasTensor input = layer.Input();
        Tensor<float> slope = layer.Weight("alpha");
        if (input.IsMoved && slope.Shape.Rank == 3) slope = Rearranged.Axes(slope, 2, 0, 1);
        return layer.Elementwise(new PRelu(slope));
    }

    /// <summary>Softmax along an axis, the last where none is given.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Softmax(KerasLayer layer)
    {
        KerasTensor input = layer.Input();
        int axis = layer.Axis(layer.Config.Integers("axis") is [int stated] ? stated : -1, input.Rank);
        return layer.Elementwise(new Softmax(input.NodeAxis(axis)));
    }

    private static int LastAxis(KerasTensor input) => input.NodeAxis(input.Rank - 1);
}
