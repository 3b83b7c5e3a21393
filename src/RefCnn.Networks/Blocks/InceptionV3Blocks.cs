using RefCnn.Core.Layers;

namespace RefCnn.Networks.Blocks;

/// <summary>The modules of Inception-v3 (Szegedy et al. 2016, figures 5 to 7 and 10) with Keras's widths, branches and order of channels.</summary>
internal static class InceptionV3Blocks
{
    /// <summary>The epsilon of Keras's batch norm where a network does not set one.</summary>
    public const double Epsilon = 1e-3;

    /// <summary>Adds Keras's conv2d_bn: a convolution without bias, batch norm without scale, ReLU. Padded to keep the extents unless <paramref name="valid"/>.</summary>
    public static int ConvolutionNormRelu(
        this SeededNetworkBuilder builder, string name, int input, int outputs, Size2D kernel, int stride = 1, bool valid = false)
    {
        int vertical = kernel.Height / 2, horizontal = kernel.Width / 2;
        Padding2D padding = valid ? default : new Padding2D(vertical, horizontal, vertical, horizontal);
        int x = builder.Convolution($"{name}/conv", input, outputs, kernel, stride, padding, bias: false);
        return builder.Relu($"{name}/relu", builder.BatchNorm($"{name}/bn", x, Epsilon, scaled: false));
    }

    /// <summary>mixed0 to mixed2, at 35×35: 1×1, 5×5, twice 3×3, and the pooled input.</summary>
    public static int Mixed35(this SeededNetworkBuilder builder, string name, int input, int poolOutputs)
    {
        int single = Step(builder, name, "branch1x1", input, (64, 1));
        int five = Step(builder, name, "branch5x5", input, (48, 1), (64, 5));
        int three = Step(builder, name, "branch3x3dbl", input, (64, 1), (96, 3), (96, 3));
        return builder.Add(name, new Concat(), single, five, three, Pooled(builder, name, input, poolOutputs));
    }

    /// <summary>mixed3, from 35×35 to 17×17.</summary>
    public static int Reduce35(this SeededNetworkBuilder builder, string name, int input)
    {
        int three = builder.ConvolutionNormRelu($"{name}/branch3x3", input, 384, 3, 2, valid: true);
        int twice = Step(builder, name, "branch3x3dbl", input, (64, 1), (96, 3));
        twice = builder.ConvolutionNormRelu($"{name}/branch3x3dbl_3", twice, 96, 3, 2, valid: true);
        return builder.Add(name, new Concat(), three, twice, builder.MaxPool($"{name}/branch_pool", input, 3, 2));
    }

    /// <summary>mixed4 to mixed7, at 17×17: 7×7 convolutions as 1×7 and 7×1.</summary>
    public static int Mixed17(this SeededNetworkBuilder builder, string name, int input, int width)
    {
        Size2D row = new(1, 7), column = new(7, 1);
        int single = Step(builder, name, "branch1x1", input, (192, 1));
        int seven = Step(builder, name, "branch7x7", input, (width, 1), (width, row), (192, column));
        int twice = Step(builder, name, "branch7x7dbl", input, (width, 1), (width, column), (width, row), (width, column), (192, row));
        return builder.Add(name, new Concat(), single, seven, twice, Pooled(builder, name, input, 192));
    }

    /// <summary>mixed8, from 17×17 to 8×8.</summary>
    public static int Reduce17(this SeededNetworkBuilder builder, string name, int input)
    {
        int three = Step(builder, name, "branch3x3", input, (192, 1));
        three = builder.ConvolutionNormRelu($"{name}/branch3x3_2", three, 320, 3, 2, valid: true);
        int seven = Step(builder, name, "branch7x7x3", input, (192, 1), (192, new(1, 7)), (192, new(7, 1)));
        seven = builder.ConvolutionNormRelu($"{name}/branch7x7x3_4", seven, 192, 3, 2, valid: true);
        return builder.Add(name, new Concat(), three, seven, builder.MaxPool($"{name}/branch_pool", input, 3, 2));
    }

    /// <summary>mixed9 and mixed10, at 8×8: branches that end in 1×3 and 3×1 side by side.</summary>
    public static int Mixed8(this SeededNetworkBuilder builder, string name, int input)
    {
        int single = Step(builder, name, "branch1x1", input, (320, 1));
        int three = Split(builder, name, "branch3x3", Step(builder, name, "branch3x3", input, (384, 1)));
        int twice = Split(builder, name, "branch3x3dbl", Step(builder, name, "branch3x3dbl", input, (448, 1), (384, 3)));
        return builder.Add(name, new Concat(), single, three, twice, Pooled(builder, name, input, 192));
    }

    // Convolutions one after the other; those of a longer branch are numbered from 1.
    private static int Step(SeededNetworkBuilder builder, string name, string branch, int input, params ReadOnlySpan<(int Outputs, Size2D Kernel)> steps)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            string step = branch == "branch1x1" ? branch : $"{branch}_{i + 1}";
            input = builder.ConvolutionNormRelu($"{name}/{step}", input, steps[i].Outputs, steps[i].Kernel);
        }

        return input;
    }

    private static int Split(SeededNetworkBuilder builder, string name, string branch, int input)
    {
        int row = builder.ConvolutionNormRelu($"{name}/{branch}_1x3", input, 384, new Size2D(1, 3));
        int column = builder.ConvolutionNormRelu($"{name}/{branch}_3x1", input, 384, new Size2D(3, 1));
        return builder.Add($"{name}/{branch}", new Concat(), row, column);
    }

    // TensorFlow's average with SAME padding divides by the samples inside the input.
    private static int Pooled(SeededNetworkBuilder builder, string name, int input, int outputs)
    {
        int pooled = builder.Add($"{name}/average", new AveragePool2D(Window2D.Of(3, 1, 1), PoolRounding.Floor, PoolDivisor.Inside), input);
        return builder.ConvolutionNormRelu($"{name}/branch_pool", pooled, outputs, 1);
    }
}
