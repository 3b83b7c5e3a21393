using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Networks;

/// <summary>Builds a network whose layers name only their geometry: weights come from <see cref="SeededParameters"/> under the node's name.</summary>
/// <param name="network">The network's name in the zoo.</param>
internal sealed class SeededNetworkBuilder(string network)
{
    private readonly NetworkBuilder builder = new(network);

    /// <summary>Where the weights come from.</summary>
    public SeededParameters Parameters { get; } = new(network);

    /// <summary>Adds an input.</summary>
    public int Input(string name, Shape shape) => builder.Input(name, shape);

    /// <summary>Adds any layer.</summary>
    public int Add(string name, Layer layer, params ReadOnlySpan<int> inputs) => builder.Add(name, layer, inputs);

    /// <summary>The shape of a node's output.</summary>
    public Shape ShapeOf(int node) => builder.ShapeOf(node);

    /// <summary>Adds a convolution; <paramref name="gain"/> is He's (2 before ReLU, 1 where nothing follows).</summary>
    public int Convolution(
        string name, int input, int outputs, Size2D kernel, int stride = 1, Padding2D padding = default, int groups = 1, bool bias = true, double gain = 2)
    {
        int inputsPerGroup = ShapeOf(input).Channels / groups;
        Tensor<float> weight = Parameters.Weight(
            $"{name}/weight", new Shape(outputs, inputsPerGroup, kernel.Height, kernel.Width), inputsPerGroup * kernel.Height * kernel.Width, gain);
        return Add(name, new Conv2D(Window2D.Of(kernel, stride, padding), weight, bias ? Bias(name, outputs) : null, groups), input);
    }

    /// <summary>Adds a fully connected layer; <paramref name="gain"/> is as for a convolution.</summary>
    public int Dense(string name, int input, int outputs, double gain = 2)
    {
        int inputs = ShapeOf(input)[^1];
        return Add(name, new Dense(Parameters.Weight($"{name}/weight", new Shape(outputs, inputs), inputs, gain), Bias(name, outputs)), input);
    }

    /// <summary>
    /// Adds a batch norm whose statistics are seeded and never trivial. <paramref name="gain"/> is the mean of its scales; Keras leaves the scale out
    /// (<paramref name="scaled"/> is false) in some networks.
    /// </summary>
    public int BatchNorm(string name, int input, double epsilon, double gain = 1, bool scaled = true)
    {
        var shape = new Shape(ShapeOf(input).Channels);
        var layer = new BatchNorm(
            Parameters.Centred($"{name}/mean", shape, 0.25),
            Parameters.Between($"{name}/variance", shape, 0.5, 1.5),
            scaled ? Parameters.Between($"{name}/scale", shape, 0.75 * gain, 1.25 * gain) : null,
            Parameters.Centred($"{name}/shift", shape, 0.25),
            epsilon);
        return Add(name, layer, input);
    }

    /// <summary>Adds a ReLU.</summary>
    public int Relu(string name, int input) => Add(name, new Relu(), input);

    /// <summary>Declares an output.</summary>
    public void Output(string name, int node) => builder.Output(name, node);

    /// <summary>Makes the network.</summary>
    public Network Build() => builder.Build();

    private Tensor<float> Bias(string name, int outputs) => Parameters.Centred($"{name}/bias", new Shape(outputs), 0.125);
}
