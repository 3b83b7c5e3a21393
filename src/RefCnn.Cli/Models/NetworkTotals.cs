using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Cli.Models;

/// <summary>What a network holds and costs.</summary>
internal static class NetworkTotals
{
    /// <summary>The number of a node's trained values.</summary>
    /// <param name="network">The network.</param>
    /// <param name="index">The node.</param>
    public static long ParametersOf(Network network, int index) => network.Nodes[index].Layer is Constant
        ? 0
        : network.Nodes[index].Layer.Parameters.Sum(parameter => (long)(parameter.Value?.Count ?? 0));

    /// <summary>A node's multiply-accumulates.</summary>
    /// <param name="network">The network.</param>
    /// <param name="index">The node.</param>
    public static long MultiplyAccumulatesOf(Network network, int index) => network.Nodes[index].Layer.MultiplyAccumulates(network.InputShapes(index));

    /// <summary>All nodes' multiply-accumulates.</summary>
    /// <param name="network">The network.</param>
    public static long MultiplyAccumulatesOf(Network network) =>
        Enumerable.Range(0, network.Nodes.Length).Sum(index => MultiplyAccumulatesOf(network, index));
}
