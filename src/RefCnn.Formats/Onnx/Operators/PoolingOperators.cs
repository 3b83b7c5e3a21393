using System.Collections.Immutable;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>Imports windowed and global pooling.</summary>
internal static class PoolingOperators
{
    /// <summary>MaxPool 1, 8 (indices), 10 (ceil_mode, dilations), 11, 12, 22.</summary>
    /// <param name="node">The node.</param>
    public static void MaxPool(OnnxNode node)
    {
        var input = new PlanarInput(node);
        Window2D window = WindowAttributes.Window(node, input);
        PoolRounding rounding = RoundingOf(node);
        input.Output(0, new MaxPool2D(window, rounding), input.Node);
        input.Output(1, new ArgMaxPool2D(window, rounding, node.Attributes.Flag("storage_order")), input.Node);
    }

    /// <summary>AveragePool 1, 7 (count_include_pad), 10 (ceil_mode), 11, 19 (dilations), 22.</summary>
    /// <param name="node">The node.</param>
    public static void AveragePool(OnnxNode node)
    {
        var input = new PlanarInput(node);
        PoolDivisor divisor = node.Attributes.Flag("count_include_pad") ? PoolDivisor.Padded : PoolDivisor.Inside;
        input.Output(0, new AveragePool2D(WindowAttributes.Window(node, input), RoundingOf(node), divisor), input.Node);
    }

    /// <summary>LpPool 1 (p is a float), 2, 11, 18 (ceil_mode, dilations), 22.</summary>
    /// <param name="node">The node.</param>
    public static void LpPool(OnnxNode node)
    {
        var input = new PlanarInput(node);
        Window2D window = WindowAttributes.Window(node, input);
        PoolRounding rounding = RoundingOf(node);
        if (OrderOf(node) == 2)
        {
            input.Output(0, new L2Pool2D(window, rounding), input.Node);
            return;
        }

        int magnitudes = node.Step("magnitudes", new Unary(UnaryFunction.Abs), input.Node);
        int mean = node.Step("mean", new AveragePool2D(window, rounding, PoolDivisor.Window), magnitudes);
        int taps = node.Number("taps", window.Kernel.Height * window.Kernel.Width);
        if (input.SpatialRank == 1) node.Output(new Squeeze([2]), node.Step("planar", new Binary(BinaryFunction.Mul), mean, taps));
        else node.Output(new Binary(BinaryFunction.Mul), mean, taps);
    }

    /// <summary>GlobalLpPool 1 (p is a float), 2, 22.</summary>
    /// <param name="node">The node.</param>
    public static void GlobalLpPool(OnnxNode node)
    {
        if (OrderOf(node) == 2)
        {
            node.Output(new GlobalPool(GlobalPoolFunction.L2), node.Node(0));
            return;
        }

        ImmutableArray<int> space = [.. Enumerable.Range(2, Math.Max(0, node.Shape(0).Rank - 2))];
        node.Output(new Reduce(ReduceFunction.Sum, space), node.Step("magnitudes", new Unary(UnaryFunction.Abs), node.Node(0)));
    }

    // SAME and VALID fix the number of windows by formulas in which nothing is left to round up.
    private static PoolRounding RoundingOf(OnnxNode node) =>
        node.Attributes.Flag("ceil_mode") && WindowAttributes.Mode(node) == AutoPad.NotSet ? PoolRounding.Ceil : PoolRounding.Floor;

    private static int OrderOf(OnnxNode node)
    {
        float order = node.Opset < 2 ? node.Attributes.Number("p", 2) : node.Attributes.Integer("p", 2);
        return order is 1 or 2 ? (int)order : throw node.Refuse($"attribute 'p' is {order}; layers compute norms of order 1 and 2");
    }
}
