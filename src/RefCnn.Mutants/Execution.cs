using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants;

/// <summary>One node while a mutant computes it: what a fault sees, and the right engine to compute with.</summary>
/// <param name="engine">The right engine.</param>
/// <param name="network">The network.</param>
/// <param name="index">The node.</param>
/// <param name="values">What the mutant has computed so far in this run, by node; for an input node its own place holds what was given.</param>
/// <param name="previous">What the right engine made of the run before, by node; null in the first run.</param>
public sealed class Execution(SingleLayers engine, Network network, int index, Tensor<float>?[] values, Execution?[]? previous)
{
    private Tensor<float>? output;

    /// <summary>The network.</summary>
    public Network Network => network;

    /// <summary>The node's index.</summary>
    public int Index => index;

    /// <summary>The node's layer.</summary>
    public Layer Layer => network.Nodes[index].Layer;

    /// <summary>The shape of the node's output.</summary>
    public Shape Shape => network.Shapes[index];

    /// <summary>What the node reads; for an input node, what was given.</summary>
    public ImmutableArray<Tensor<float>> Inputs { get; } =
        network.Nodes[index].Layer is Input ? [values[index]!] : [.. network.Nodes[index].Inputs.Select(input => values[input]!)];

    /// <summary>The first of what the node reads.</summary>
    public Tensor<float> Input => Inputs[0];

    /// <summary>The right output.</summary>
    public Tensor<float> Output => output ??= Layer is Input ? Input : engine.Run(index, Inputs);

    /// <summary>The same node in the run before, or null.</summary>
    public Execution? Previous => previous?[index];

    /// <summary>What an earlier node gave in this run.</summary>
    /// <param name="node">The node.</param>
    public Tensor<float> ValueOf(int node) => values[node]!;

    /// <summary>Computes another layer in this one's place. Its output is laid out to the right shape: a wrong shape alone would be found too easily.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">What it reads; none for what the node reads.</param>
    /// <returns>The output, or null where the layer's rules refuse it, so that nobody gets as far.</returns>
    public Tensor<float>? Instead(Layer layer, params ImmutableArray<Tensor<float>> inputs)
    {
        try
        {
            return engine.Compute(layer, inputs.IsEmpty ? Inputs : inputs).Fitted(Shape);
        }
        catch (NetworkException)
        {
            return null;
        }
    }

    /// <summary>Computes this layer on other inputs.</summary>
    /// <param name="inputs">As many as the node reads, of the same shapes.</param>
    public Tensor<float> On(params ImmutableArray<Tensor<float>> inputs) => engine.Run(index, inputs);
}
