using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML;

/// <summary>
/// Core ML off Apple's systems: a network is written as a Core ML file, the file is read back, and what was read runs on another engine.
/// It proves files, not devices.
/// </summary>
/// <param name="engine">The engine that computes.</param>
/// <param name="format">The format of the file.</param>
public sealed class PortableCoreMlBackend(IBackend engine, CoreMlFormat format = CoreMlFormat.NeuralNetwork) : IBackend
{
    /// <inheritdoc/>
    public string Name => "coreml (portable)";

    /// <summary>The engine's own: weights are stored in float32 whatever it computes in.</summary>
    public PrecisionClass Precision => engine.Precision.Unit < PrecisionClass.Float32.Unit ? PrecisionClass.Float32 : engine.Precision;

    /// <inheritdoc/>
    public string? UnavailableReason => engine.UnavailableReason;

    /// <inheritdoc/>
    public string? UnsupportedReason(Layer layer) => CoreMlSupport.UnsupportedReason(layer) ?? engine.UnsupportedReason(layer);

    /// <inheritdoc/>
    public string? UnsupportedReason(Layer layer, params ReadOnlySpan<Shape> inputs) =>
        CoreMlSupport.UnsupportedReason(layer, inputs) ?? engine.UnsupportedReason(layer);

    /// <inheritdoc/>
    public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default)
    {
        for (int index = 0; index < network.Nodes.Length; index++)
        {
            if (UnsupportedReason(network.Nodes[index].Layer, network.InputShapes(index)) is { } reason)
                throw new BackendException($"node '{network.Nodes[index].Name}': {reason}");
        }

        var tapped = new TappedNetwork(network, options.TapNames);
        Network read = format == CoreMlFormat.NeuralNetwork
            ? CoreMlReader.Read(CoreMlModel.NeuralNetworkBytes(tapped.Written), $"{network.Name}.mlmodel").Network
            : CoreMlReader.Read(CoreMlModel.ProgramParts(tapped.Written), $"{network.Name}.mlpackage").Network;
        return new Compiled(tapped, engine.Compile(read, options with { Taps = [] }, cancellation));
    }

    private sealed class Compiled(TappedNetwork tapped, ICompiledNetwork inner) : ICompiledNetwork
    {
        public Network Network => tapped.Given;

        public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default)
        {
            InputCheck.Demand(Network, inputs);

            // A file may give a shape fewer or more axes of extent 1, and names other letters; the order of values, inputs and outputs is the same.
            Dictionary<string, Tensor<float>> given = inner.Network.Inputs.Select((index, position) => (Index: index, Position: position)).ToDictionary(
                place => inner.Network.Nodes[place.Index].Name,
                place => inputs[Network.Nodes[Network.Inputs[place.Position]].Name].As(inner.Network.Shapes[place.Index]));
            IReadOnlyDictionary<string, Tensor> made = inner.Run(given, options, cancellation).Outputs;
            Tensor[] results = [.. inner.Network.Outputs.Select(output => made[output.Name])];
            return tapped.Sort(inputs, results);
        }

        public void Dispose() => inner.Dispose();
    }
}
