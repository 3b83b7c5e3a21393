using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Applications;

/// <summary>Finds where a picture goes into a network.</summary>
internal static class PictureInput
{
    /// <summary>The index of the first input that takes one picture of three channels.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="RefCnnException">There is none.</exception>
    public static int Of(Network network)
    {
        foreach (int node in network.Inputs)
        {
            if (network.Shapes[node] is { Rank: 4, Batch: 1, Channels: 3 }) return node;
        }

        throw new RefCnnException($"network '{network.Name}' takes no picture; expected an input of 1 × 3 × height × width");
    }

    /// <summary>The height and width of a node's output.</summary>
    /// <param name="network">The network.</param>
    /// <param name="node">The node.</param>
    public static Size2D SizeOf(Network network, int node) => new(network.Shapes[node].Height, network.Shapes[node].Width);
}
