using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance.Networks;

/// <summary>
/// A seeded choice of each layer's output channels, for certificates that must be cheap: a part of 1 in <see cref="Share"/>, and at least one channel. They are judged at every place, so that a mistake
/// which touches all channels (a border, a tile's edge, a wrong parameter, lost precision) cannot escape. One that touches a share f of a layer's channels escapes there with a
/// probability of at most (1 − f)^m, with m the channels chosen: <see cref="ProbabilityOfMissing"/>.
/// </summary>
/// <param name="Seed">Another seed chooses other channels.</param>
public sealed record ChannelSample(int Seed = 0)
{
    /// <summary>One in so many channels is judged.</summary>
    public const int Share = 32;

    /// <summary>How many channels of a layer are judged.</summary>
    /// <param name="channels">How many it has.</param>
    public static int CountOf(int channels) => Math.Max(1, channels / Share);

    /// <summary>How probable it is at most that a mistake escapes the sample of a layer.</summary>
    /// <param name="channels">The layer's channels.</param>
    /// <param name="share">The share of them that the mistake touches.</param>
    public static double ProbabilityOfMissing(int channels, double share) => Math.Pow(1 - share, CountOf(channels));

    /// <summary>The layer on the chosen channels alone, as a layer by itself; null where a channel cannot be computed by itself.</summary>
    /// <param name="name">The network's and the node's name, which seed the choice.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="output">Its output's shape.</param>
    internal ChannelPart? Of(string name, Layer layer, ImmutableArray<Tensor<double>> inputs, Shape output)
    {
        if (output.Rank < 2 || output.Count == 0 || CountOf(output[1]) == output[1]) return null;
        int[] channels = Choose(name, output[1]);
        return layer switch
        {
            Conv2D { Groups: 1 } => new(OfOutputs(layer, channels, axis: 0), inputs, channels),
            Dense when output.Rank == 2 => new(OfOutputs(layer, channels, axis: 0), inputs, channels),
            ConvTranspose2D { Groups: 1 } => new(OfOutputs(layer, channels, axis: 1), inputs, channels),
            Conv2D conv when conv.Groups == output[1] && conv.InputsPerGroup == 1 => ByChannel(OfOutputs(conv with { Groups = channels.Length }, channels, axis: 0)),
            BatchNorm or InstanceNorm => ByChannel(OfOutputs(layer, channels, axis: 0)),
            PRelu prelu => prelu.Slope.Shape == new Shape(output[1]) ? ByChannel(OfOutputs(layer, channels, axis: 0)) : null,
            ElementwiseLayer or MaxPool2D or AveragePool2D or L2Pool2D or GlobalPool => ByChannel(layer),
            Binary when inputs[0].Shape == inputs[1].Shape => ByChannel(layer),
            _ => null,
        };

        ChannelPart? ByChannel(Layer part) => inputs.All(input => input.Shape.Rank > 1 && input.Shape[1] == output[1]) ? new(part, [.. inputs.Select(input => Take(input, 1, channels))], channels) : null;
    }

    /// <summary>Some places of an axis.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="places">The places.</param>
    internal static Tensor<T> Take<T>(Tensor<T> tensor, int axis, int[] places)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        int outer = tensor.Shape.CountBetween(0, axis), inner = tensor.Shape.CountBetween(axis + 1, tensor.Shape.Rank);
        var taken = new Tensor<T>(tensor.Shape.With(axis, places.Length));
        for (int i = 0; i < outer; i++)
        {
            for (int j = 0; j < places.Length; j++)
                tensor.Span.Slice(((i * tensor.Shape[axis]) + places[j]) * inner, inner).CopyTo(taken.Span[(((i * places.Length) + j) * inner)..]);
        }

        return taken;
    }

    // A layer's own tensors, of those outputs only: the weight along an axis, all others along their only one.
    private static Layer OfOutputs(Layer layer, int[] channels, int axis) =>
        LayerParameters.Replaced(layer, [.. layer.Parameters.Select(parameter => parameter.Value is { } value ? Take(value, parameter.Name == "weight" ? axis : 0, channels) : null)]);

    private int[] Choose(string name, int channels)
    {
        ulong seed = SplitMix64.SeedOf($"{name}/{Seed}");
        return [.. Enumerable.Range(0, channels).OrderBy(channel => SplitMix64.Value(seed, (ulong)channel)).Take(CountOf(channels)).Order()];
    }
}

/// <summary>Some channels of a layer.</summary>
/// <param name="Layer">A layer that computes them alone.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Channels">Which they are of the whole layer's.</param>
internal sealed record ChannelPart(Layer Layer, ImmutableArray<Tensor<double>> Inputs, int[] Channels);
