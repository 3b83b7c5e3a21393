using Microsoft.ML.OnnxRuntime;
using RefCnn.Core;
using NativeRunOptions = Microsoft.ML.OnnxRuntime.RunOptions;

namespace RefCnn.Peers.OnnxRuntime;

/// <summary>A network as a session of ONNX Runtime. May be run by several threads at once.</summary>
public sealed class OnnxRuntimeNetwork : ICompiledNetwork
{
    private readonly InferenceSession session;
    private readonly IReadOnlyDictionary<string, string> taps;

    internal OnnxRuntimeNetwork(Network network, InferenceSession session, IReadOnlyDictionary<string, string> taps) =>
        (Network, this.session, this.taps) = (network, session, taps);

    /// <inheritdoc/>
    public Network Network { get; }

    /// <inheritdoc/>
    public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, Core.RunOptions? options = null, CancellationToken cancellation = default)
    {
        using OnnxRuntimeBinding binding = Bind(inputs);
        binding.Run(cancellation);
        for (int i = 0; i < Network.Nodes.Length; i++) options?.Progress?.Report(new RunProgress(Network.Nodes[i].Name, i + 1, Network.Nodes.Length));
        return binding.Result;
    }

    /// <summary>Ties inputs and new outputs to the session, so that runs copy nothing: what a benchmark repeats.</summary>
    /// <param name="inputs">A tensor for each of the network's inputs, by name; read in place at every run.</param>
    /// <exception cref="RefCnnException">An input is missing, unknown, or of another shape.</exception>
    public OnnxRuntimeBinding Bind(IReadOnlyDictionary<string, Tensor<float>> inputs)
    {
        InputCheck.Demand(Network, inputs);
        return new OnnxRuntimeBinding(Network, session, taps, inputs);
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    internal static void Run(Network network, Action<NativeRunOptions> run, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var options = new NativeRunOptions();
        using CancellationTokenRegistration registration = cancellation.Register(() => options.Terminate = true);
        try
        {
            run(options);
        }
        catch (OnnxRuntimeException fault)
        {
            cancellation.ThrowIfCancellationRequested();
            throw OnnxRuntimeBackend.Refusal(network, fault);
        }
    }
}
