using Microsoft.ML.OnnxRuntime;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Export;

namespace RefCnn.Peers.OnnxRuntime;

/// <summary>
/// ONNX Runtime on the processor, given networks that <see cref="OnnxExporter"/> writes. Its sums are judged as plain ones, the stricter
/// reading: it passes the exact tier of the convolutions. Tapped nodes become outputs of the graph, which keeps them from being fused with their readers.
/// </summary>
/// <param name="level">Which of its graph optimisations it makes.</param>
/// <param name="spinning">How its threads wait for work.</param>
public sealed class OnnxRuntimeBackend(
    GraphOptimizationLevel level = GraphOptimizationLevel.ORT_ENABLE_ALL, OnnxRuntimeSpinning spinning = OnnxRuntimeSpinning.Always) : IBackend
{
    private static readonly Lazy<string?> Unavailable = new(Probe);

    /// <inheritdoc/>
    public string Name => level == GraphOptimizationLevel.ORT_ENABLE_ALL ? "onnx-runtime" : $"onnx-runtime ({level.ToString().ToLowerInvariant()})";

    /// <inheritdoc/>
    public PrecisionClass Precision => PrecisionClass.Float32;

    /// <inheritdoc/>
    public string? UnavailableReason => Unavailable.Value;

    /// <inheritdoc/>
    public string? UnsupportedReason(Layer layer) => OnnxExporter.UnsupportedReason(layer);

    /// <inheritdoc/>
    ICompiledNetwork IBackend.Compile(Network network, CompileOptions options, CancellationToken cancellation) => Compile(network, options, cancellation);

    /// <summary>Prepares a network for running.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">Threads, taps.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BackendException">The native library is missing, a layer is unsupported, or ONNX Runtime refuses the network.</exception>
    public OnnxRuntimeNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default)
    {
        if (UnavailableReason is { } missing) throw new BackendException($"backend '{Name}' is unavailable: {missing}");
        foreach (Node node in network.Nodes)
        {
            if (UnsupportedReason(node.Layer) is { } reason) throw new BackendException($"node '{node.Name}': {reason}");
        }

        OnnxExport model = OnnxExporter.Export(network, new OnnxExportOptions(ExtraOutputs: options.TapNames));
        cancellation.ThrowIfCancellationRequested();
        try
        {
            using SessionOptions session = SessionOptions(level, spinning, options.ThreadCount);
            return new OnnxRuntimeNetwork(network, new InferenceSession(model.Bytes, session), model.ExtraOutputs);
        }
        catch (OnnxRuntimeException fault)
        {
            throw Refusal(network, fault);
        }
    }

    /// <summary>The options of a session, for those who load a model of their own.</summary>
    /// <param name="level">Which graph optimisations it makes.</param>
    /// <param name="spinning">How threads wait for work.</param>
    /// <param name="threads">Threads of a run.</param>
    public static SessionOptions SessionOptions(GraphOptimizationLevel level, OnnxRuntimeSpinning spinning, int threads)
    {
        var session = new SessionOptions
        {
            GraphOptimizationLevel = level,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", spinning == OnnxRuntimeSpinning.Never ? "0" : "1");
        session.AddSessionConfigEntry("session.force_spinning_stop", spinning == OnnxRuntimeSpinning.WithinRuns ? "1" : "0");
        return session;
    }

    internal static BackendException Refusal(Network network, OnnxRuntimeException fault) =>
        new($"ONNX Runtime refuses network '{network.Name}': {fault.Message.ReplaceLineEndings(" ")}");

    private static string? Probe()
    {
        try
        {
            OrtEnv.Instance().EnvLogLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
            return null;
        }
        catch (Exception fault) when (fault is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or OnnxRuntimeException)
        {
            return $"its native library cannot be loaded ({(fault.InnerException ?? fault).Message.ReplaceLineEndings(" ")}); install the package Microsoft.ML.OnnxRuntime for this platform";
        }
    }
}
