using RefCnn.Core;
using RefCnn.Networks.Blocks;

namespace RefCnn.Networks.Classifiers;

/// <summary>The VGG networks (Simonyan and Zisserman 2015, table 1): stages of 3×3 convolutions, halved by pooling, and three fully connected layers.</summary>
internal static class Vgg
{
    /// <summary>Builds the network that has these numbers of convolutions in its five stages.</summary>
    public static Network Build(string name, params ReadOnlySpan<int> stages)
    {
        var builder = new SeededNetworkBuilder(name);
        int x = builder.Image(224);
        for (int stage = 1; stage <= stages.Length; stage++)
        {
            int outputs = Math.Min(512, 32 << stage);
            for (int layer = 1; layer <= stages[stage - 1]; layer++)
                x = builder.ConvolutionRelu($"conv{stage}_{layer}", $"relu{stage}_{layer}", x, outputs, 3, 1, 1);
            x = builder.MaxPool($"pool{stage}", x, 2, 2);
        }

        x = builder.Relu("relu6", builder.Dense("fc6", builder.Flatten("flatten", x), 4096));
        x = builder.Relu("relu7", builder.Dense("fc7", x, 4096));
        return builder.Classify("prob", builder.Dense("fc8", x, ClassifierBlocks.Classes, gain: 0.5));
    }
}
