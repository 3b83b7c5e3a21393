using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>Imports Conv and ConvTranspose.</summary>
internal static class ConvolutionOperators
{
    /// <summary>Conv 1, 11, 22.</summary>
    /// <param name="node">The node.</param>
    public static void Conv(OnnxNode node)
    {
        var input = new PlanarInput(node);
        Tensor<float> weight = input.Weight(node.Constant(1).ToSingle());
        Window2D window = WindowAttributes.Window(node, input, KernelOf(weight));
        input.Output(0, new Conv2D(window, weight, node.OptionalConstant(2)?.ToSingle(), node.Attributes.Integer("group", 1)), input.Node);
    }

    /// <summary>ConvTranspose 1, 11, 22.</summary>
    /// <param name="node">The node.</param>
    public static void ConvTranspose(OnnxNode node)
    {
        var input = new PlanarInput(node);
        Tensor<float> weight = input.Weight(node.Constant(1).ToSingle());
        Window2D window = WindowAttributes.WithoutPadding(node, input, KernelOf(weight));
        if (window.Fault is { } fault) throw node.Refuse(fault);
        Size2D outputPadding = node.Attributes.Integers("output_padding") is { } numbers ? input.Size("output_padding", numbers, 0) : default;
        (window, outputPadding) = Placed(node, input, window, outputPadding);
        input.Output(
            0, new ConvTranspose2D(window, weight, node.OptionalConstant(2)?.ToSingle(), node.Attributes.Integer("group", 1), outputPadding), input.Node);
    }

    private static (Window2D Window, Size2D OutputPadding) Placed(OnnxNode node, PlanarInput input, Window2D window, Size2D outputPadding)
    {
        AutoPad mode = WindowAttributes.Mode(node);
        Size2D output;
        if (node.Attributes.Integers("output_shape") is { } wanted)
        {
            // Some exporters write the whole shape where ONNX asks for the spatial extents.
            ReadOnlySpan<long> spatial = wanted.Length == input.SpatialRank + 2 ? wanted.AsSpan(2) : wanted;
            output = input.Size("output_shape", spatial, 1);
        }
        else if (mode is AutoPad.SameUpper or AutoPad.SameLower)
        {
            output = new Size2D(input.Shape.Height * window.Stride.Height, input.Shape.Width * window.Stride.Width);
        }
        else
        {
            return (window with { Padding = mode == AutoPad.Valid ? Padding2D.None : WindowAttributes.Explicit(node, input) }, outputPadding);
        }

        int vertical = Excess(input.Shape.Height, window.Stride.Height, window.Reach.Height, outputPadding.Height, output.Height);
        int horizontal = Excess(input.Shape.Width, window.Stride.Width, window.Reach.Width, outputPadding.Width, output.Width);

        // Until opset 10 ONNX halves the excess upwards for SAME_UPPER and downwards otherwise; from 11 on it is the other way round.
        bool smallerFirst = mode == AutoPad.SameUpper == node.Opset >= 11;
        (int top, int bottom) = Halves(vertical, smallerFirst);
        (int left, int right) = Halves(horizontal, smallerFirst);
        var missing = new Size2D(Math.Max(0, -vertical), Math.Max(0, -horizontal));
        return (
            window with { Padding = new Padding2D(top, left, bottom, right) },
            new Size2D(outputPadding.Height + missing.Height, outputPadding.Width + missing.Width));
    }

    private static int Excess(int input, int stride, int reach, int outputPadding, int output) =>
        checked(((input - 1) * stride) + outputPadding + reach - output);

    private static (int First, int Last) Halves(int excess, bool smallerFirst)
    {
        int total = Math.Max(0, excess), smaller = total / 2;
        return smallerFirst ? (smaller, total - smaller) : (total - smaller, smaller);
    }

    private static Size2D KernelOf(Tensor<float> weight) => new(weight.Shape[2], weight.Shape[3]);
}
