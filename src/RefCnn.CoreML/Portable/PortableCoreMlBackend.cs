using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML;

/// <summary>
/// Core ML off Apple's systems: a network is written as a Core ML file, the file is read back, and what was read runs on another engine.
/// It proves files, not devices.
/// </summary>
/// <param name="engine">The engine that computes.</param>
public sealed class PortableCoreMlBackend(IBackend engine) : IBackend
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

        byte[] file = CoreMlModel.NeuralNetworkBytes(WithTapsAsOutputs(network, options.TapNames));
        Network read = CoreMlReader.Read(file, $"{network.Name}.mlmodel").Network;
        return new Compiled(network, options.TapNames, engine.Compile(read, options with { Taps = [] }, cancellation));
    }

    private static string TapOutput(string tap) => $"tap:{tap}";

    // A file has no taps; an output is one. Inputs are not written as outputs: their values are known.
    private static Network WithTapsAsOutputs(Network network, ImmutableArray<string> taps) => taps.IsEmpty ? network : Network.Create(
        network.Name, network.Nodes,
        [.. network.Outputs, .. taps.Where(tap => network.Nodes[network.IndexOf(tap)].Layer is not Input).Select(tap => new NetworkOutput(TapOutput(tap), network.IndexOf(tap)))]);

    private sealed class Compiled(Network network, ImmutableArray<string> taps, ICompiledNetwork inner) : ICompiledNetwork
    {
        public Network Network => network;

        public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default)
        {
            InputCheck.Demand(network, inputs);

            // A file may give a shape fewer or more axes of extent 1; the order of values is the same.
            Dictionary<string, Tensor<float>> given = inner.Network.Inputs.ToDictionary(
                index => inner.Network.Nodes[index].Name, index => inputs[inner.Network.Nodes[index].Name].As(inner.Network.Shapes[index]));
            IReadOnlyDictionary<string, Tensor> made = inner.Run(given, options, cancellation).Outputs;
            return new RunResult(
                network.Outputs.ToDictionary(output => output.Name, output => Reshaped(made[output.Name], network.Shapes[output.Node])),
                taps.ToDictionary(tap => tap, tap => Tap(tap, inputs, made)));
        }

        public void Dispose() => inner.Dispose();

        private Tensor Tap(string tap, IReadOnlyDictionary<string, Tensor<float>> inputs, IReadOnlyDictionary<string, Tensor> made) =>
            inputs.TryGetValue(tap, out Tensor<float>? input) ? input : Reshaped(made[TapOutput(tap)], network.Shapes[network.IndexOf(tap)]);

        private static Tensor Reshaped(Tensor tensor, Shape shape) => tensor is Tensor<float> single ? single.As(shape) : tensor.ToDouble().As(shape);
    }
}
