using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Emit;
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

        var tapped = new TappedNetwork(network, options.TapNames);
        CoreMlContent read = ReadBack(tapped.Written, cancellation);
        bool single = network.Nodes.Count(node => node.Layer is not Input) <= 1;
        return Compile(tapped, read, single ? layerEngine ?? engine : engine, options, cancellation);
    }

    /// <summary>Runs a file that is written already. It shows no taps.</summary>
    /// <param name="network">The network that it was written from.</param>
    /// <param name="path">The file, or the folder of the package.</param>
    /// <param name="options">Threads.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BackendException">The file breaks the specification, or has other inputs or outputs than the network.</exception>
    /// <exception cref="CoreMlException">It cannot be read.</exception>
    public ICompiledNetwork CompileFile(Network network, string path, CompileOptions options, CancellationToken cancellation = default)
    {
        DemandValid(CoreMlValidator.Validate(path), path);
        CoreMlContent read = CoreMlReader.Read(path);
        if (read.Network.Inputs.Length != network.Inputs.Length || read.Network.Outputs.Length != network.Outputs.Length)
        {
            throw new BackendException(
                $"{path}: read back, it has {read.Network.Inputs.Length} inputs and {read.Network.Outputs.Length} outputs; expected {network.Inputs.Length} and {network.Outputs.Length}");
        }

        return Compile(new TappedNetwork(network, []), read, engine, options, cancellation);
    }

    private ReadBackNetwork Compile(TappedNetwork tapped, CoreMlContent read, IBackend computing, CompileOptions options, CancellationToken cancellation) =>
        new(tapped, Precision, read.HalfPrecisionNodes.IsEmpty
            ? computing.Compile(read.Network, options with { Taps = [] }, cancellation)
            : new HalfPrecisionNetwork(read.Network, read.HalfPrecisionNodes, computing, options, cancellation));

    private CoreMlContent ReadBack(Network written, CancellationToken cancellation)
    {
        CoreMlPackage file = format == CoreMlFormat.NeuralNetwork
            ? new CoreMlPackage(CoreMlModel.NeuralNetworkBytes(written, emission), ReadOnlyMemory<byte>.Empty)
            : CoreMlModel.ProgramParts(written, emission);
        cancellation.ThrowIfCancellationRequested();
        string path = $"{written.Name}{(format == CoreMlFormat.NeuralNetwork ? ".mlmodel" : ".mlpackage")}";
        DemandValid(CoreMlValidator.Validate(file, path), path);
        return CoreMlReader.Read(file, path);
    }

    private static void DemandValid(CoreMlFindings findings, string path)
    {
        if (!findings.IsValid) throw new BackendException($"{path}: what was written breaks the specification: {findings.Faults[0]}");
    }
}
