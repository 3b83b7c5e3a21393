using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Portable;

namespace RefCnn.CoreML;

/// <summary>
/// Core ML off Apple's systems: a network is written as a Core ML file, the file is read back, and what was read runs on another engine; a program of
/// float16 with every value rounded as the file declares it. It proves files and predicts half precision; it does not prove devices.
/// </summary>
/// <param name="engine">The engine that computes.</param>
/// <param name="format">The format of the file.</param>
/// <param name="precision">The file's precision. A neural network of float16 has only its weights so, and computes in float32.</param>
/// <param name="layerEngine">The engine for networks of one layer, where nothing but the file should show; the same where it is null.</param>
public sealed class PortableCoreMlBackend(
    IBackend engine,
    CoreMlFormat format = CoreMlFormat.NeuralNetwork,
    CoreMlPrecision precision = CoreMlPrecision.Float32,
    IBackend? layerEngine = null) : IBackend
{
    private readonly EmitOptions emission = new(precision);

    /// <summary>The file's form, then that no device ran: <c>coreml:mlpackage (portable)</c>.</summary>
    public string Name => (format, precision) switch
    {
        (CoreMlFormat.NeuralNetwork, CoreMlPrecision.Float32) => "coreml:mlmodel (portable)",
        (CoreMlFormat.NeuralNetwork, _) => "coreml:mlmodel-float16 (portable)",
        (_, CoreMlPrecision.Float32) => "coreml:mlpackage (portable)",
        _ => "coreml:mlpackage-float16 (portable)",
    };

    /// <summary>The file's own, and no better than the engine's.</summary>
    public PrecisionClass Precision => precision == CoreMlPrecision.Float16 ? PrecisionClass.Float16
        : engine.Precision.Unit < PrecisionClass.Float32.Unit ? PrecisionClass.Float32 : engine.Precision;

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
        CoreMlContent read = ReadBack(written, cancellation);
        bool single = network.Nodes.Count(node => node.Layer is not Input) <= 1;
        IBackend computing = single ? layerEngine ?? engine : engine;
        ICompiledNetwork compiled = read.HalfPrecisionNodes.IsEmpty
            ? computing.Compile(read.Network, options with { Taps = [] }, cancellation)
            : new HalfPrecisionNetwork(read.Network, read.HalfPrecisionNodes, computing, options, cancellation);
        return new Compiled(network, options.TapNames, compiled);
    }

    private CoreMlContent ReadBack(Network written, CancellationToken cancellation)
    {
        CoreMlPackage file = format == CoreMlFormat.NeuralNetwork
            ? new CoreMlPackage(CoreMlModel.NeuralNetworkBytes(written, emission), ReadOnlyMemory<byte>.Empty)
            : CoreMlModel.ProgramParts(written, emission);
        cancellation.ThrowIfCancellationRequested();
        string path = $"{written.Name}{(format == CoreMlFormat.NeuralNetwork ? ".mlmodel" : ".mlpackage")}";
        CoreMlFindings findings = CoreMlValidator.Validate(file, path);
        return findings.IsValid ? CoreMlReader.Read(file, path) : throw new BackendException($"{path}: what was written breaks the specification: {findings.Faults[0]}");
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
