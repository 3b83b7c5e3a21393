using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Networks.Blocks;

/// <summary>How a network of pictures normalises after a convolution. Both forms have a scale and a shift, so the convolution needs no bias.</summary>
internal enum Normalization
{
    /// <summary>Batch norm with seeded statistics.</summary>
    Batch,

    /// <summary>Instance norm: the picture's own statistics.</summary>
    Instance,
}

/// <summary>Normalisation as a choice.</summary>
internal static class NormalizationBlocks
{
    /// <summary>PyTorch's and Torch7's default for both norms.</summary>
    public const double Epsilon = 1e-5;

    /// <summary>Adds the norm that was chosen; <paramref name="gain"/> is the mean of its scales.</summary>
    public static int Norm(this SeededNetworkBuilder builder, string name, int input, Normalization normalization, double gain = 1) =>
        normalization == Normalization.Batch ? builder.BatchNorm(name, input, Epsilon, gain) : builder.InstanceNorm(name, input, gain);

    /// <summary>Adds an instance norm with a seeded scale and shift.</summary>
    public static int InstanceNorm(this SeededNetworkBuilder builder, string name, int input, double gain = 1)
    {
        var shape = new Shape(builder.ShapeOf(input).Channels);
        var layer = new InstanceNorm(
            builder.Parameters.Between($"{name}/scale", shape, 0.75 * gain, 1.25 * gain),
            builder.Parameters.Centred($"{name}/shift", shape, 0.25),
            Epsilon);
        return builder.Add(name, layer, input);
    }
}
