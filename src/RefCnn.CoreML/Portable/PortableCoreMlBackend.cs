using System.Collections.Immutable;
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

        Network written = WithTapsAsOutputs(network, options.TapNames);
        Network read = format == CoreMlFormat.NeuralNetwork
            ? CoreMlReader.Read(CoreMlModel.NeuralNetworkBytes(written), $"{network.Name}.mlmodel").Network
            : CoreMlReader.Read(CoreMlModel.ProgramParts(written), $"{network.Name}.mlpackage").Network;
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

            // A file may give a shape fewer or more axes of extent 1, and names other letters; the order of values, inputs and outputs is the same.
            Dictionary<string, Tensor<float>> given = inner.Network.Inputs.Select((index, position) => (Index: index, Position: position)).ToDictionary(
                place => inner.Network.Nodes[place.Index].Name,
                place => inputs[network.Nodes[network.Inputs[place.Position]].Name].As(inner.Network.Shapes[place.Index]));
            IReadOnlyDictionary<string, Tensor> made = inner.Run(given, options, cancellation).Outputs;
            Tensor[] results = [.. inner.Network.Outputs.Select(output => made[output.Name])];
            var outputs = network.Outputs.Select((output, position) => (output.Name, Value: Reshaped(results[position], network.Shapes[output.Node])));
            return new RunResult(outputs.ToDictionary(output => output.Name, output => output.Value), Tapped(inputs, results));
        }

        public void Dispose() => inner.Dispose();

        private Dictionary<string, Tensor> Tapped(IReadOnlyDictionary<string, Tensor<float>> inputs, Tensor[] results)
        {
            var tapped = new Dictionary<string, Tensor>();
            int position = network.Outputs.Length;
            foreach (string tap in taps)
                tapped[tap] = inputs.TryGetValue(tap, out Tensor<float>? input) ? input : Reshaped(results[position++], network.Shapes[network.IndexOf(tap)]);
            return tapped;
        }

        private static Tensor Reshaped(Tensor tensor, Shape shape) => tensor is Tensor<float> single ? single.As(shape) : tensor.ToDouble().As(shape);
    }
}
