using System.Collections.Immutable;
using System.Runtime.InteropServices;
using RefCnn.Core;

namespace RefCnn.Formats.CSource.Native;

/// <summary>
/// A network compiled from generated C. The code keeps its intermediate values in one static block, so that runs of one network wait for each other;
/// different networks run side by side.
/// </summary>
internal sealed class CSourceNetwork : ICompiledNetwork
{
    private readonly Lock runs = new();
    private readonly CLibrary library;
    private readonly Call call;
    private readonly ImmutableArray<NetworkOutput> results;
    private readonly ImmutableArray<string> taps;
    private readonly CBlas? blas;
    private readonly int threads;
    private readonly bool ownsLibrary;

    /// <summary>Finds the network's function.</summary>
    /// <param name="network">The network as it was given.</param>
    /// <param name="library">What holds its function.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="results">What the function computes: the network's outputs, then taps.</param>
    /// <param name="taps">The names of the tapped nodes.</param>
    /// <param name="blas">The BLAS that it calls, or null.</param>
    /// <param name="threads">How many threads that may use.</param>
    /// <param name="ownsLibrary">Whether the library goes with this network.</param>
    public CSourceNetwork(
        Network network, CLibrary library, string function, ImmutableArray<NetworkOutput> results, ImmutableArray<string> taps, CBlas? blas, int threads, bool ownsLibrary)
    {
        (Network, this.library, this.results, this.taps, this.blas, this.threads, this.ownsLibrary) = (network, library, results, taps, blas, threads, ownsLibrary);
        call = library.Function<Call>(function);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Call(nint[] inputs, nint[] outputs);

    /// <inheritdoc/>
    public Network Network { get; }

    /// <inheritdoc/>
    public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default)
    {
        InputCheck.Demand(Network, inputs);
        cancellation.ThrowIfCancellationRequested();
        Tensor<float>[] outputs = [.. results.Select(result => new Tensor<float>(Network.Shapes[result.Node]))];
        Compute([.. Network.Inputs.Select(input => inputs[Network.Nodes[input].Name].Values)], [.. outputs.Select(output => output.Values)]);
        int total = Network.Nodes.Length;
        options?.Progress?.Report(new RunProgress(Network.Nodes[^1].Name, total, total));
        return new RunResult(
            Network.Outputs.Select((output, i) => (output.Name, Value: (Tensor)outputs[i])).ToDictionary(entry => entry.Name, entry => entry.Value),
            taps.Select((tap, i) => (tap, Value: (Tensor)outputs[Network.Outputs.Length + i])).ToDictionary(entry => entry.tap, entry => entry.Value));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (ownsLibrary) library.Dispose();
    }

    private void Compute(float[][] inputs, float[][] outputs)
    {
        // An empty array has no address of its own, and NULL is refused.
        GCHandle[] pins = [.. inputs.Concat(outputs).Select(array => GCHandle.Alloc(array.Length == 0 ? new float[1] : array, GCHandleType.Pinned))];
        try
        {
            nint[] addresses = [.. pins.Select(pin => pin.AddrOfPinnedObject())];
            blas?.UseThreads(threads);
            int code;
            lock (runs) code = call(addresses[..inputs.Length], addresses[inputs.Length..]);
            GC.KeepAlive(library);
            if (code != 0) throw new BackendException($"the generated code of network '{Network.Name}' returns {code}");
        }
        finally
        {
            foreach (GCHandle pin in pins) pin.Free();
        }
    }
}
