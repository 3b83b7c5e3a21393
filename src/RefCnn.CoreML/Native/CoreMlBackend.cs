using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Emit;
using RefCnn.CoreML.Native;
using RefCnn.CoreML.Native.Framework;
using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.CoreML;

/// <summary>
/// Apple's Core ML, called through the Objective-C runtime: a network is written as a Core ML file, which Core ML compiles, loads and runs.
/// How many threads it uses is its own choice. Compiles for any number of threads.
/// </summary>
/// <param name="format">The format of the file.</param>
/// <param name="precision">The precision of weights, and of a program's arithmetic.</param>
/// <param name="units">The units that it may compute on.</param>
public sealed class CoreMlBackend(
    CoreMlFormat format = CoreMlFormat.NeuralNetwork, CoreMlPrecision precision = CoreMlPrecision.Float32, ComputeUnits units = ComputeUnits.Cpu) : IBackend
{
    /// <summary>The form of the file, then the units: <c>coreml:mlpackage-float16 (all)</c>.</summary>
    public string Name => $"coreml:{(format == CoreMlFormat.NeuralNetwork ? "mlmodel" : "mlpackage")}{(precision == CoreMlPrecision.Float16 ? "-float16" : "")} ({UnitsName})";

    /// <summary>
    /// Float32 on the processor, where nothing is kept in float16; float16 elsewhere. How Core ML sums is not published, so its sums are not
    /// taken for plain ones.
    /// </summary>
    public PrecisionClass Precision =>
        (units == ComputeUnits.Cpu && precision == CoreMlPrecision.Float32 ? PrecisionClass.Float32 : PrecisionClass.Float16) with { Sums = SumAlgorithm.Unpublished };

    private string UnitsName => units switch
    {
        ComputeUnits.Cpu => "cpu",
        ComputeUnits.CpuAndGpu => "cpu+gpu",
        ComputeUnits.CpuAndNeuralEngine => "cpu+ane",
        _ => "all",
    };

    /// <inheritdoc/>
    public string? UnavailableReason => CoreMlFramework.MissingReason ?? MLModel.ReasonWithout(units);

    /// <inheritdoc/>
    public string? UnsupportedReason(Layer layer) => CoreMlSupport.UnsupportedReason(layer);

    /// <inheritdoc/>
    public string? UnsupportedReason(Layer layer, params ReadOnlySpan<Shape> inputs) => CoreMlSupport.UnsupportedReason(layer, inputs);

    /// <summary>Writes, compiles and loads a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">Taps, which Core ML computes as outputs: its layers are then fused less.</param>
    /// <param name="cancellation">Gives up between the steps; Core ML itself cannot be interrupted.</param>
    /// <exception cref="BackendException">This machine has no Core ML.</exception>
    /// <exception cref="CoreMlException">Core ML cannot express the network.</exception>
    /// <exception cref="CoreMlErrorException">Core ML refuses the network.</exception>
    public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default)
    {
        if (UnavailableReason is { } reason) throw new BackendException($"backend '{Name}' is unavailable: {reason}");
        var tapped = new TappedNetwork(network, options.TapNames);
        EmittedModel emitted = EmittedModel.Of(tapped.Written, format, precision);
        cancellation.ThrowIfCancellationRequested();
        CompiledModelCache.CompiledModel compiled = CompiledModelCache.Shared.Open(emitted, network.Name);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            using AutoreleasePool pool = AutoreleasePool.Open();
            return new CoreMlNetwork(tapped, emitted.Inputs, emitted.Outputs, compiled, MLModel.Load(compiled.Path, units, network.Name));
        }
        catch
        {
            compiled.Dispose();
            throw;
        }
    }
}
