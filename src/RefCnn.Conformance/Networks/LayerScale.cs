using RefCnn.Core;

namespace RefCnn.Conformance;

/// <summary>The scale of what one node made.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Kind">The layer's kind.</param>
/// <param name="RootMeanSquare">√(Σx² ÷ count).</param>
/// <param name="ZeroShare">The share of values that are 0, from 0 to 1.</param>
/// <param name="DeadShare">The share of channels (axis 1) that are 0 throughout, from 0 to 1; 0 where a channel has one value only.</param>
public sealed record LayerScale(string Node, string Kind, double RootMeanSquare, double ZeroShare, double DeadShare)
{
    /// <summary>Measures a tensor.</summary>
    /// <param name="node">The node that made it.</param>
    /// <param name="values">What it made.</param>
    public static LayerScale Of(Node node, Tensor<double> values)
    {
        Shape shape = values.Shape;
        int plane = shape.Rank > 2 ? shape.CountBetween(2, shape.Rank) : 1, channels = values.Count / plane;
        double squares = 0;
        int zeros = 0, dead = 0;
        for (int c = 0; c < channels; c++)
        {
            int zerosInChannel = 0;
            foreach (double value in values.Span.Slice(c * plane, plane))
            {
                squares += value * value;
                if (value == 0) zerosInChannel++;
            }

            zeros += zerosInChannel;
            if (plane > 1 && zerosInChannel == plane) dead++;
        }

        return new LayerScale(node.Name, node.Layer.Kind, Math.Sqrt(squares / values.Count), (double)zeros / values.Count, (double)dead / channels);
    }
}
