using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Emit;

/// <summary>A network as a file has it: files have no taps, so tapped nodes are outputs too. Inputs are none: their values are known.</summary>
/// <param name="network">The network as it was given.</param>
/// <param name="taps">The names of the tapped nodes.</param>
internal sealed class TappedNetwork(Network network, ImmutableArray<string> taps)
{
    /// <summary>The network as it was given.</summary>
    public Network Given => network;

    /// <summary>The network to write: its outputs are the given ones, then the taps that are not inputs.</summary>
    public Network Written { get; } = taps.IsEmpty ? network : Network.Create(
        network.Name, network.Nodes,
        [.. network.Outputs, .. taps.Where(tap => network.Nodes[network.IndexOf(tap)].Layer is not Input).Select(tap => new NetworkOutput($"tap:{tap}", network.IndexOf(tap)))]);

    /// <summary>Sorts what was computed into outputs and taps, of the shapes that the given network has.</summary>
    /// <param name="inputs">What the network was run on.</param>
    /// <param name="results">What was computed, in the order of <see cref="Written"/>'s outputs; a file may have changed axes of extent 1.</param>
    public RunResult Sort(IReadOnlyDictionary<string, Tensor<float>> inputs, ReadOnlySpan<Tensor> results)
    {
        var outputs = new Dictionary<string, Tensor>();
        int position = 0;
        foreach (NetworkOutput output in network.Outputs) outputs[output.Name] = Reshaped(results[position++], network.Shapes[output.Node]);
        var tapped = new Dictionary<string, Tensor>();
        foreach (string tap in taps)
            tapped[tap] = inputs.TryGetValue(tap, out Tensor<float>? input) ? input : Reshaped(results[position++], network.Shapes[network.IndexOf(tap)]);
        return new RunResult(outputs, tapped);
    }

    private static Tensor Reshaped(Tensor tensor, Shape shape) => tensor is Tensor<float> single ? single.As(shape) : tensor.ToDouble().As(shape);
}
