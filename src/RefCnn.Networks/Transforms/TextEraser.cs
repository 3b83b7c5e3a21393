using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks.Blocks;

namespace RefCnn.Networks.Transforms;

/// <summary>
/// A U-Net that paints over text: an encoder and a decoder of equal sizes joined by skip connections, after Nakamura, Zhu, Yanai and Uchida,
/// "Scene Text Eraser", 2017. docs/networks/text-eraser.md states what the paper leaves open.
/// </summary>
internal static class TextEraser
{
    private const Normalization Norm = Normalization.Batch;
    private static readonly int[] Channels = [64, 128, 256, 512];

    /// <summary>Builds the network.</summary>
    public static Network Build(string name)
    {
        var builder = new SeededNetworkBuilder(name);
        int[] halves = new int[Channels.Length];
        int x = builder.Input("image", new Shape(1, 3, 256, 256));
        for (int level = 0; level < Channels.Length; level++)
            halves[level] = x = builder.ConvolutionNormRelu($"down{level + 1}", x, Channels[level], 4, 2, 1, Norm, level == 0 ? 1 : 1.5);

        for (int level = Channels.Length - 1; level >= 1; level--)
        {
            x = builder.UpNormRelu($"up{level + 1}", x, Channels[level - 1], 4, Norm, 1.5);
            x = builder.Add($"up{level + 1}/concat", new Concat(), halves[level - 1], x);
        }

        x = builder.TransposedConvolution("up1", x, 3, 4, 2, 1, bias: true, gain: 0.75);
        builder.Output("picture", builder.Tanh("picture", x));
        return builder.Build();
    }
}
