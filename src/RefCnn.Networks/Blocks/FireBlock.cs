using RefCnn.Core.Layers;

namespace RefCnn.Networks.Blocks;

/// <summary>SqueezeNet's fire module (Iandola et al. 2016, section 3.1).</summary>
internal static class FireBlock
{
    /// <summary>Squeezes by 1×1, then expands by 1×1 and by 3×3 side by side; the channels are joined in this order.</summary>
    public static int Fire(this SeededNetworkBuilder builder, string name, int input, int squeeze, int expand)
    {
        int squeezed = Step("squeeze1x1", input, squeeze, 1);
        return builder.Add($"{name}/concat", new Concat(), Step("expand1x1", squeezed, expand, 1), Step("expand3x3", squeezed, expand, 3));

        int Step(string part, int from, int outputs, int kernel) =>
            builder.ConvolutionRelu($"{name}/{part}", $"{name}/relu_{part}", from, outputs, kernel, padding: kernel / 2);
    }
}
