using System.Buffers;
using RefCnn.Core;

namespace RefCnn.DeviceTests.GeneratedC;

/// <summary>A network whose C is linked in. The code keeps its intermediate values in one static block, so that runs wait for each other.</summary>
internal sealed unsafe class GeneratedCNetwork(Network network, delegate* unmanaged[Cdecl]<float**, float**, int> call) : ICompiledNetwork
{
    private static readonly Lock Runs = new();

    private readonly delegate* unmanaged[Cdecl]<float**, float**, int> call = call;

    /// <inheritdoc/>
    public Network Network => network;

    /// <inheritdoc/>
    public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default)
    {
        InputCheck.Demand(network, inputs);
        cancellation.ThrowIfCancellationRequested();
        Tensor<float>[] outputs = [.. network.Outputs.Select(output => new Tensor<float>(network.Shapes[output.Node]))];
        Compute([.. network.Inputs.Select(input => inputs[network.Nodes[input].Name].Values), .. outputs.Select(output => output.Values)], network.Inputs.Length);
        options?.Progress?.Report(new RunProgress(network.Nodes[^1].Name, network.Nodes.Length, network.Nodes.Length));
        return new RunResult(network.Outputs.Select((output, i) => (output.Name, Value: (Tensor)outputs[i])).ToDictionary(entry => entry.Name, entry => entry.Value), new Dictionary<string, Tensor>());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    // Inputs first.
    private void Compute(float[][] values, int inputs)
    {
        MemoryHandle[] pins = [.. values.Select(array => array.AsMemory().Pin())];
        float** addresses = stackalloc float*[pins.Length];
        for (int i = 0; i < pins.Length; i++) addresses[i] = (float*)pins[i].Pointer;
        int code;
        lock (Runs) code = call(addresses, addresses + inputs);
        foreach (MemoryHandle pin in pins) pin.Dispose();
        if (code != 0) throw new BackendException($"the generated code of network '{network.Name}' returns {code}");
    }
}
