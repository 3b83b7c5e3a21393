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
    /// <summary>The nodes that the step reads.</summary>
    /// <param name="network">The network.</param>
    public IEnumerable<int> Reads(Network network) => Residual < 0 ? network.Nodes[First].Inputs : network.Nodes[First].Inputs.Append(Residual);
}
