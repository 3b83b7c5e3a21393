using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Applications;

/// <summary>
/// A network for pictures of another size. Convolutions take any size, but files state the size that some layers had when they were exported. Of those, a slice
/// keeps its margins, and an expansion to the extents of an earlier node's output follows that output. Whatever else depends on the size refuses the new one.
/// </summary>
public static class ResizedNetwork
{
    private const int LargestMultiple = 256;

    /// <summary>The network for the smallest size, at least the one asked for and a power of two times a whole number, that it gives back as it takes it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The index of its picture's input.</param>
    /// <param name="least">The size to take at least.</param>
    /// <returns>The network, or null where it takes its own size only.</returns>
    public static Network? AtLeast(Network network, int input, Size2D least)
    {
        for (int multiple = 1; multiple <= LargestMultiple; multiple *= 2)
        {
            var size = new Size2D(RoundUp(least.Height, multiple), RoundUp(least.Width, multiple));
            if (TryOf(network, input, size) is { } resized && resized.Shapes[resized.Outputs[0].Node] is { Rank: 4 } output && output.Height == size.Height && output.Width == size.Width)
                return resized;
        }

        return null;
    }

    /// <summary>The network for a size.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The index of its picture's input, of rank 4.</param>
    /// <param name="size">The picture's size.</param>
    /// <exception cref="RefCnnException">A layer does not take the size.</exception>
    public static Network Of(Network network, int input, Size2D size)
    {
        var builder = new NetworkBuilder(network.Name);
        for (int index = 0; index < network.Nodes.Length; index++)
        {
            Node node = network.Nodes[index];
            Layer layer = node.Layer switch
            {
                Input own when index == input => new Input(own.Shape.With(2, size.Height).With(3, size.Width)),
                Slice slice => WithMargins(slice, network.InputShapes(index)[0], builder.ShapeOf(node.Inputs[0])),
                Expand expand => new Expand(Following(expand.Target, network, builder)),
                Layer other => other,
            };
            builder.Add(node.Name, layer, node.Inputs.AsSpan());
        }

        foreach (NetworkOutput output in network.Outputs) builder.Output(output.Name, output.Node);
        return builder.Build();
    }

    // A size that a layer refuses is an answer here, not a fault.
    private static Network? TryOf(Network network, int input, Size2D size)
    {
        try
        {
            return Of(network, input, size);
        }
        catch (RefCnnException)
        {
            return null;
        }
    }

    private static Slice WithMargins(Slice slice, Shape before, Shape now)
    {
        var counts = slice.Counts.ToBuilder();
        for (int axis = 0; axis < counts.Count; axis++)
        {
            if (slice.Steps[axis] == 1) counts[axis] = Math.Max(slice.Counts[axis] + now[axis] - before[axis], 0);
        }

        return slice with { Counts = counts.ToImmutable() };
    }

    private static Shape Following(Shape target, Network network, NetworkBuilder builder)
    {
        for (int earlier = builder.Nodes.Count - 1; earlier >= 0 && target.Rank == 4; earlier--)
        {
            if (network.Shapes[earlier] is { Rank: 4 } shape && shape.Height == target.Height && shape.Width == target.Width)
                return target.With(2, builder.ShapeOf(earlier).Height).With(3, builder.ShapeOf(earlier).Width);
        }

        return target;
    }

    private static int RoundUp(int extent, int multiple) => (extent + multiple - 1) / multiple * multiple;
}
