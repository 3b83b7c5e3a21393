using Microsoft.ML.OnnxRuntime;
using RefCnn.Core;

namespace RefCnn.Peers.OnnxRuntime;

/// <summary>Inputs and outputs in pinned memory, ready for any number of runs. For one thread at a time.</summary>
public sealed class OnnxRuntimeBinding : IDisposable
{
    private readonly Network network;
    private readonly InferenceSession session;
    private readonly string[] inputNames, outputNames;
    private readonly OrtValue[] inputValues, outputValues;

    internal OnnxRuntimeBinding(
        Network network, InferenceSession session, IReadOnlyDictionary<string, string> taps, IReadOnlyDictionary<string, Tensor<float>> inputs)
    {
        (this.network, this.session) = (network, session);
        var made = new Dictionary<string, Tensor<float>>();
        foreach (NetworkOutput output in network.Outputs) made[output.Name] = new Tensor<float>(network.Shapes[output.Node]);
        foreach ((string node, string tensor) in taps)
        {
            if (!made.ContainsKey(tensor)) made[tensor] = new Tensor<float>(network.Shapes[network.IndexOf(node)]);
        }

        Result = new RunResult(
            network.Outputs.ToDictionary(output => output.Name, Tensor (output) => made[output.Name]),
            taps.ToDictionary(tap => tap.Key, Tensor (tap) => made[tap.Value]));

        // Values that have no elements have no memory to tie, and nothing to compute.
        inputNames = [.. network.Inputs.Select(index => network.Nodes[index].Name)];
        outputNames = [.. made.Where(output => output.Value.Count > 0).Select(output => output.Key)];
        inputValues = Array.ConvertAll(inputNames, name => Value(inputs[name]));
        outputValues = Array.ConvertAll(outputNames, name => Value(made[name]));
    }

    /// <summary>What the last run computed; overwritten by the next.</summary>
    public RunResult Result { get; }

    /// <summary>Computes the outputs and the taps.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BackendException">ONNX Runtime fails.</exception>
    public void Run(CancellationToken cancellation = default)
    {
        if (outputNames.Length == 0) return;
        OnnxRuntimeNetwork.Run(network, options => session.Run(options, inputNames, inputValues, outputNames, outputValues), cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (OrtValue value in inputValues) value.Dispose();
        foreach (OrtValue value in outputValues) value.Dispose();
    }

    private static OrtValue Value(Tensor<float> tensor) =>
        OrtValue.CreateTensorValueFromMemory(tensor.Values, Array.ConvertAll(tensor.Shape.Extents.ToArray(), extent => (long)extent));
}
