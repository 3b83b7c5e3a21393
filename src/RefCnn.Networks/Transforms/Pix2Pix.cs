using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks.Blocks;

namespace RefCnn.Networks.Transforms;

/// <summary>
/// pix2pix's U-Net generator for 256×256 pictures: Isola, Zhu, Zhou and Efros 2017, section 6.1.1. Eight halvings, eight doublings, each doubling joined to the
/// halving of its size. docs/networks/pix2pix.md.
/// </summary>
internal static class Pix2Pix
{
    private static readonly int[] Channels = [64, 128, 256, 512, 512, 512, 512, 512];

    /// <summary>Builds the network.</summary>
    public static Network Build(string name)
    {
        var builder = new SeededNetworkBuilder(name);
        int[] halves = new int[Channels.Length];
        halves[0] = builder.Convolution("down1", builder.Input("image", new Shape(1, 3, 256, 256)), Channels[0], 4, 2, 1, bias: false, gain: 1);
        for (int level = 1; level < Channels.Length; level++) halves[level] = Down(builder, level, halves[level - 1]);

        int x = halves[^1];
        for (int level = Channels.Length - 1; level >= 1; level--)
        {
            string step = $"up{level + 1}";
            x = builder.Relu($"{step}/relu", x);
            x = builder.TransposedConvolution(step, x, Channels[level - 1], 4, 2, 1, gain: Gain(level));
            x = builder.BatchNorm($"{step}/norm", x, NormalizationBlocks.Epsilon);
            x = builder.Add($"{step}/concat", new Concat(), halves[level - 1], x);
        }

        x = builder.TransposedConvolution("up1", builder.Relu("up1/relu", x), 3, 4, 2, 1, bias: true, gain: 0.75);
        builder.Output("picture", builder.Tanh("picture", x));
        return builder.Build();
    }

    // Between 2×2 and 1×1 only a quarter of the taps meet samples; the others meet padding.
    private static double Gain(int level) => level == Channels.Length - 1 ? 6 : 1.5;

    // Neither the first nor the innermost halving is normalised; the innermost would have one sample a channel.
    private static int Down(SeededNetworkBuilder builder, int level, int input)
    {
        string name = $"down{level + 1}";
        int x = builder.LeakyRelu($"{name}/leaky", input, 0.2f);
        x = builder.Convolution(name, x, Channels[level], 4, 2, 1, bias: false, gain: Gain(level));
        return level < Channels.Length - 1 ? builder.BatchNorm($"{name}/norm", x, NormalizationBlocks.Epsilon) : x;
    }
}
