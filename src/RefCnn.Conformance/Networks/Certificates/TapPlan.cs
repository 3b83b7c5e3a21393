using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance.Networks;

/// <summary>
/// Divides a network into passes, each of which taps a run of nodes and what they read, so that a large network's activations need not be in memory at once.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="valuesPerPass">About how many tapped values a pass may hold.</param>
internal sealed class TapPlan(Network network, long valuesPerPass)
{
    private readonly bool[] untappable = new bool[network.Nodes.Length];

    /// <summary>Where the pass that starts at a node ends: the first node of the next.</summary>
    /// <param name="first">The pass's first node.</param>
    public int End(int first)
    {
        long held = 0;
        int end = first;
        while (end < network.Nodes.Length && (end == first || held + network.Shapes[end].Count <= valuesPerPass)) held += network.Shapes[end++].Count;
        return end;
    }

    /// <summary>The nodes to tap in a pass: its own, and the nearest tapped ones before it from which they can be computed.</summary>
    /// <param name="first">The pass's first node.</param>
    /// <param name="end">The node after its last.</param>
    public ImmutableArray<int> Taps(int first, int end)
    {
        var taps = new SortedSet<int>();
        for (int node = first; node < end; node++) taps.Add(node);
        var left = new Queue<int>(taps);
        var met = new HashSet<int>(taps);
        while (left.TryDequeue(out int reader))
        {
            foreach (int input in network.Nodes[reader].Inputs.Where(met.Add))
            {
                if (untappable[input]) left.Enqueue(input);
                else taps.Add(input);
            }
        }

        return [.. taps];
    }

    /// <summary>Remembers that the backend did not show a node.</summary>
    /// <param name="node">The node.</param>
    public void Untappable(int node) => untappable[node] = network.Nodes[node].Layer is not (Input or Constant);
}
