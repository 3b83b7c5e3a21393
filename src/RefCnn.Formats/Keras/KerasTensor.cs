using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Keras;

/// <summary>
/// A tensor of the model. Keras's channels-last pictures [N, H, W, C] are held as [N, C, H, W] between layers that need them so; the tensor's own order is made again where
/// something depends on it: an output, a flatten, a dense.
/// </summary>
/// <param name="builder">The network so far.</param>
/// <param name="node">The node.</param>
/// <param name="isMoved">Whether the node's channels come before height and width, while the tensor's come last.</param>
internal sealed class KerasTensor(NetworkBuilder builder, int node, bool isMoved)
{
    private int? other;

    /// <summary>The node, whatever its order.</summary>
    public int Node => node;

    /// <summary>Whether the node's channels come before height and width, while the tensor's come last.</summary>
    public bool IsMoved => isMoved;

    /// <summary>The number of dimensions.</summary>
    public int Rank => builder.ShapeOf(node).Rank;

    /// <summary>The node in the tensor's own order.</summary>
    public int Natural => isMoved ? other ??= builder.Add($"{builder.Nodes[node].Name}/channels-last", new Transpose([0, 2, 3, 1]), node) : node;

    /// <summary>The node in the order [N, C, H, W], for a layer that works on pictures.</summary>
    /// <param name="channelsLast">Whether the layer takes the tensor's channels to come last.</param>
    public int Planar(bool channelsLast)
    {
        if (isMoved) return channelsLast ? node : Natural;
        return channelsLast ? other ??= builder.Add($"{builder.Nodes[node].Name}/channels-first", new Transpose([0, 3, 1, 2]), node) : node;
    }

    /// <summary>An axis of the tensor as an axis of the node.</summary>
    /// <param name="axis">The axis, 0 to rank − 1.</param>
    public int NodeAxis(int axis) => isMoved ? axis switch { 0 => 0, 3 => 1, _ => axis + 1 } : axis;
}
