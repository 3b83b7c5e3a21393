using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Emit;

/// <summary>Which of a network's outputs holds the probabilities of classes.</summary>
internal static class ClassOutput
{
    /// <summary>The only output, or the only one that a softmax makes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="labels">The classes.</param>
    /// <returns>Its place among the outputs; −1 where there are no labels.</returns>
    /// <exception cref="CoreMlException">No output, or more than one, can be it.</exception>
    public static int IndexIn(Network network, ImmutableArray<string> labels)
    {
        if (labels.IsDefaultOrEmpty) return -1;
        int[] candidates = [.. Enumerable.Range(0, network.Outputs.Length)];
        if (candidates.Length > 1) candidates = [.. candidates.Where(i => network.Nodes[network.Outputs[i].Node].Layer is Softmax)];
        if (candidates.Length == 1 && network.Shapes[network.Outputs[candidates[0]].Node].Count == labels.Length) return candidates[0];
        string outputs = string.Join(", ", network.Outputs.Select(output => $"'{output.Name}' {network.Shapes[output.Node]}"));
        throw new CoreMlException($"network '{network.Name}' has the outputs {outputs}; {labels.Length} class labels need one, or one of a softmax, with as many values");
    }
}
