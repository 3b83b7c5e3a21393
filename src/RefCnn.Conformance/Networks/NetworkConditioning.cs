using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance;

/// <summary>
/// Whether a network's seeded weights make a fair test: activations that keep their scale, few dead units, and a decision that is neither a tie nor a
/// certainty. A network that loses its scale, or answers the same to everything, would let a wrong engine pass.
/// </summary>
/// <param name="Network">The network's name.</param>
/// <param name="Layers">The scale of each node's output, softmax left out.</param>
/// <param name="TopProbability">The largest probability of the first softmax; null without one.</param>
/// <param name="TopMargin">The largest of that softmax's inputs less the second largest; null without one.</param>
public sealed record NetworkConditioning(string Network, ImmutableArray<LayerScale> Layers, double? TopProbability, double? TopMargin)
{
    /// <summary>The root mean squares that are accepted.</summary>
    public const double LeastScale = 0.1, GreatestScale = 10;

    /// <summary>The largest share of dead channels that is accepted in any one layer.</summary>
    public const double GreatestDeadShare = 0.5;

    /// <summary>The top probabilities that are accepted.</summary>
    public const double LeastTopProbability = 0.05, GreatestTopProbability = 0.9;

    /// <summary>The least margin that is accepted: thousands of times the noise of float32 in logits of this scale.</summary>
    public const double LeastTopMargin = 0.01;

    /// <summary>What is out of its range, one line each; empty for a well conditioned network.</summary>
    public ImmutableArray<string> Faults
    {
        get
        {
            var faults = ImmutableArray.CreateBuilder<string>();
            foreach (LayerScale layer in Layers)
            {
                if (!(layer.RootMeanSquare is >= LeastScale and <= GreatestScale))
                    faults.Add($"node '{layer.Node}' of '{Network}': root mean square is {layer.RootMeanSquare:G4}; expected {LeastScale} to {GreatestScale}");
                if (layer.DeadShare > GreatestDeadShare)
                    faults.Add($"node '{layer.Node}' of '{Network}': {layer.DeadShare:P0} of its channels are dead; expected at most {GreatestDeadShare:P0}");
            }

            if (TopProbability is { } top && !(top is >= LeastTopProbability and <= GreatestTopProbability))
                faults.Add($"network '{Network}': top probability is {top:G4}; expected {LeastTopProbability} to {GreatestTopProbability}");
            if (TopMargin is { } margin && !(margin >= LeastTopMargin))
                faults.Add($"network '{Network}': top margin is {margin:G4}; expected at least {LeastTopMargin}");
            return faults.DrainToImmutable();
        }
    }

    /// <summary>Runs a network once, with every node tapped, and measures it.</summary>
    /// <param name="backend">The engine; the reference, for figures that depend on nothing else.</param>
    /// <param name="network">The network.</param>
    /// <param name="inputs">A tensor for each input, by name.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RefCnnException">The backend lacks a layer, or an input does not fit.</exception>
    public static NetworkConditioning Measure(
        IBackend backend, Network network, IReadOnlyDictionary<string, Tensor<float>> inputs, CancellationToken cancellation = default)
    {
        using ICompiledNetwork compiled = backend.Compile(network, new CompileOptions().WithAllTaps(network), cancellation);
        IReadOnlyDictionary<string, Tensor> taps = compiled.Run(inputs, null, cancellation).Taps;
        ImmutableArray<LayerScale> layers =
            [.. network.Nodes.Where(node => node.Layer is not Softmax).Select(node => LayerScale.Of(node, taps[node.Name].ToDouble()))];
        if (network.Nodes.FirstOrDefault(node => node.Layer is Softmax) is not { } softmax) return new NetworkConditioning(network.Name, layers, null, null);

        double[] logits = [.. taps[network.Nodes[softmax.Inputs[0]].Name].ToDouble().Values.OrderDescending().Take(2)];
        return new NetworkConditioning(network.Name, layers, taps[softmax.Name].ToDouble().Values.Max(), logits.Length > 1 ? logits[0] - logits[1] : null);
    }
}
