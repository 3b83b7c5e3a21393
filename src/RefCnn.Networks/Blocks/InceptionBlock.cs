using RefCnn.Core.Layers;

namespace RefCnn.Networks.Blocks;

/// <summary>The outputs of the convolutions in a GoogLeNet inception module, in the columns of the paper's table 1.</summary>
/// <param name="Single">#1×1.</param>
/// <param name="Reduce3">#3×3 reduce.</param>
/// <param name="Three">#3×3.</param>
/// <param name="Reduce5">#5×5 reduce.</param>
/// <param name="Five">#5×5.</param>
/// <param name="PoolProjection">pool proj.</param>
internal readonly record struct InceptionWidths(int Single, int Reduce3, int Three, int Reduce5, int Five, int PoolProjection);

/// <summary>GoogLeNet's inception module with dimension reduction (Szegedy et al. 2015, figure 2b), under BVLC's layer names.</summary>
internal static class InceptionBlock
{
    /// <summary>Adds four branches side by side and joins their channels in the order 1×1, 3×3, 5×5, pool.</summary>
    public static int Inception(this SeededNetworkBuilder builder, string name, int input, InceptionWidths widths)
    {
        int single = Branch("1x1", input, widths.Single, 1);
        int three = Branch("3x3", Branch("3x3_reduce", input, widths.Reduce3, 1), widths.Three, 3);
        int five = Branch("5x5", Branch("5x5_reduce", input, widths.Reduce5, 1), widths.Five, 5);
        int pool = Branch("pool_proj", builder.CaffeMaxPool($"{name}/pool", input, 3, 1, 1), widths.PoolProjection, 1, gain: 1);
        return builder.Add($"{name}/output", new Concat(), single, three, five, pool);

        // The largest of nine is already above the scale of its inputs: its projection has a gain of 1.
        int Branch(string part, int from, int outputs, int kernel, double gain = 2) =>
            builder.ConvolutionRelu($"{name}/{part}", $"{name}/relu_{part}", from, outputs, kernel, padding: kernel / 2, gain: gain);
    }
}
