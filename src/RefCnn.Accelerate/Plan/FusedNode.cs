using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Plan;

/// <summary>Nodes that one step computes.</summary>
/// <param name="First">The node whose layer the step is prepared from.</param>
/// <param name="Last">The node whose output the step writes; <paramref name="First"/> where nothing is fused.</param>
/// <param name="Norm">A batch norm among them, or null.</param>
/// <param name="Residual">The node that is added, or −1.</param>
/// <param name="Activation">What the sum passes through.</param>
internal sealed record FusedNode(int First, int Last, BatchNorm? Norm, int Residual, Activation Activation)
{
    /// <summary>The nodes that the step computes, in order.</summary>
    /// <param name="network">The network.</param>
    public IEnumerable<int> Members(Network network)
    {
        yield return First;

        // Each but the last is read by the next alone.
        for (int node = First; node != Last;)
        {
            node = Enumerable.Range(node + 1, Last - node).First(reader => network.Nodes[reader].Inputs.Contains(node));
            yield return node;
        }
    }
}
