using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Emit;

/// <summary>Activations. Their messages are written even where they are empty.</summary>
internal static class ActivationEmitters
{
    /// <summary>ReLU.</summary>
    public static void Relu(NeuralNetworkNode node) => Finish(node, new ActivationParams { ReLU = new ActivationReLU() });

    /// <summary>leakyReLU.</summary>
    public static void LeakyRelu(NeuralNetworkNode node) =>
        Finish(node, new ActivationParams { LeakyReLU = new ActivationLeakyReLU { Alpha = ((LeakyRelu)node.Layer).Slope } });

    /// <summary>PReLU with one slope, or one a channel.</summary>
    public static void PRelu(NeuralNetworkNode node) =>
        Finish(node, new ActivationParams { PReLU = new ActivationPReLU { Alpha = node.Weights(((PRelu)node.Layer).Slope.Span) } });

    /// <summary>ELU.</summary>
    public static void Elu(NeuralNetworkNode node) => Finish(node, new ActivationParams { ELU = new ActivationELU { Alpha = ((Elu)node.Layer).Alpha } });

    /// <summary>sigmoid.</summary>
    public static void Sigmoid(NeuralNetworkNode node) => Finish(node, new ActivationParams { Sigmoid = new ActivationSigmoid() });

    /// <summary>sigmoidHard.</summary>
    public static void HardSigmoid(NeuralNetworkNode node)
    {
        var layer = (HardSigmoid)node.Layer;
        Finish(node, new ActivationParams { SigmoidHard = new ActivationSigmoidHard { Alpha = layer.Alpha, Beta = layer.Beta } });
    }

    /// <summary>tanh.</summary>
    public static void Tanh(NeuralNetworkNode node) => Finish(node, new ActivationParams { Tanh = new ActivationTanh() });

    /// <summary>softplus.</summary>
    public static void Softplus(NeuralNetworkNode node) => Finish(node, new ActivationParams { Softplus = new ActivationSoftplus() });

    /// <summary>softmax, whose axis is the channel's; softmaxND for other axes and ranks.</summary>
    public static void Softmax(NeuralNetworkNode node)
    {
        int axis = ((Softmax)node.Layer).Axis;
        if (!node.Exact || (node.Input.Rank == 4 && axis == 1)) node.Finish(made => made.Softmax = new SoftmaxLayerParams());
        else node.Finish(made => made.SoftmaxND = new SoftmaxNDLayerParams { Axis = axis });
    }

    /// <summary>
    /// Thresholds: max(x, minimum), then −max(−x, −maximum). Version 1 has nothing else that keeps values below a limit, and negation is exact.
    /// </summary>
    public static void Clip(NeuralNetworkNode node)
    {
        var layer = (Clip)node.Layer;
        string value = node.InputNames[0];
        bool below = layer.Minimum > float.NegativeInfinity, above = layer.Maximum < float.PositiveInfinity;
        if (!above)
        {
            node.Finish(made => made.Unary = Threshold(layer.Minimum));
            return;
        }

        if (below) value = node.Step(value, made => made.Unary = Threshold(layer.Minimum));
        value = node.Step(value, made => made.Activation = Linear(-1, 0));
        value = node.Step(value, made => made.Unary = Threshold(-layer.Maximum));
        node.Finish([value], made => made.Activation = Linear(-1, 0));
    }

    /// <summary>α · x + β.</summary>
    /// <param name="alpha">α.</param>
    /// <param name="beta">β.</param>
    public static ActivationParams Linear(float alpha, float beta) => new() { Linear = new ActivationLinear { Alpha = alpha, Beta = beta } };

    private static UnaryFunctionLayerParams Threshold(float alpha) =>
        new() { Type = UnaryFunctionLayerParams.Types.Operation.Threshold, Alpha = alpha, Scale = 1 };

    private static void Finish(NeuralNetworkNode node, ActivationParams activation) => node.Finish(made => made.Activation = activation);
}
