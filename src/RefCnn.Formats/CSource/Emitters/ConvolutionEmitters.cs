using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.CSource.Emit;

namespace RefCnn.Formats.CSource.Emitters;

/// <summary>Convolutions: the product of the weights with columns of the input, gathered some outputs at a time.</summary>
internal static class ConvolutionEmitters
{
    // 2 MiB of columns: large enough for a fast product, small enough for a second-level cache and for a large picture.
    private const int LargestColumns = 1 << 19;
    private const int FewestAtATime = 64, Multiple = 16;

    /// <summary>A convolution: depthwise, pointwise or any other.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void Conv2D(CNode node, Conv2D layer)
    {
        Shape input = node.InputShape, output = node.OutputShape;
        string[] operands = [node.Input, node.Parameter("weight", layer.Weight), node.Parameter("bias", layer.Bias), node.Output, CLiteral.Of(input.Batch)];
        string[] channels = [CLiteral.Of(input.Channels), CLiteral.Of(output.Channels)];
        if (layer.Groups > 1 && layer.InputsPerGroup == 1)
        {
            node.Call("conv2d_depthwise", [.. operands, .. channels, PoolingEmitters.Window(node, layer.Window, input, output)]);
        }
        else if (layer.Window is { Kernel: { Height: 1, Width: 1 }, Stride: { Height: 1, Width: 1 } } && layer.Window.Padding == Padding2D.None)
        {
            node.Call("conv2d_pointwise", [.. operands, CLiteral.Of(layer.Groups), .. channels, CLiteral.Of(input.Height * input.Width)]);
        }
        else
        {
            int rows = layer.Weight.Shape.CountBetween(1, 4), atATime = AtATime(output.Height * output.Width, rows);
            string window = PoolingEmitters.Window(node, layer.Window, input, output), columns = node.Scratch("columns", (long)rows * atATime);
            node.Call("conv2d", [.. operands, CLiteral.Of(layer.Groups), .. channels, window, CLiteral.Of(atATime), columns]);
        }
    }

    /// <summary>A transposed convolution, whose columns are scattered.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void ConvTranspose2D(CNode node, ConvTranspose2D layer)
    {
        Shape input = node.InputShape, output = node.OutputShape;
        int rows = layer.Weight.Shape.CountBetween(1, 4), atATime = AtATime(input.Height * input.Width, rows);
        node.Call(
            "conv_transpose2d",
            node.Input,
            node.Parameter("weight", Transposed(layer)),
            node.Parameter("bias", layer.Bias),
            node.Output,
            CLiteral.Of(input.Batch),
            CLiteral.Of(layer.Groups),
            CLiteral.Of(input.Channels),
            CLiteral.Of(output.Channels),
            PoolingEmitters.Window(node, layer.Window, output, input),
            CLiteral.Of(atATime),
            node.Scratch("columns", (long)rows * atATime));
    }

    // As many columns as fit, in tiles of about the same size.
    private static int AtATime(int places, int rows)
    {
        int most = Math.Max(FewestAtATime, LargestColumns / Math.Max(1, rows)), tiles = Math.Max(1, (places + most - 1) / most);
        int even = (places + tiles - 1) / tiles;
        return Math.Clamp((even + Multiple - 1) / Multiple * Multiple, 1, Math.Max(1, places));
    }

    // [input, output of the group, tap] to [group, output of the group, tap, input of the group].
    private static Tensor<float> Transposed(ConvTranspose2D layer)
    {
        int inputs = layer.Weight.Shape[0] / layer.Groups, rows = layer.Weight.Shape.CountBetween(1, 4);
        var transposed = new Tensor<float>(new Shape(layer.Groups, rows, inputs));
        for (int group = 0; group < layer.Groups; group++)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int i = 0; i < inputs; i++) transposed[(((group * rows) + row) * inputs) + i] = layer.Weight[(((group * inputs) + i) * rows) + row];
            }
        }

        return transposed;
    }
}
