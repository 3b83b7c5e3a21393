using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.InteropTests;

/// <summary>Small networks whose outputs can be told by head.</summary>
internal static class Sketch
{
    /// <summary>Doubles its input: values in, values out, of the same shape.</summary>
    public static Network Doubling(params ReadOnlySpan<int> extents)
    {
        var builder = new NetworkBuilder("doubling");
        int input = builder.Input("values", new Shape(extents));
        builder.Output("doubled", builder.Add("sum", new Binary(BinaryFunction.Add), input, input));
        return builder.Build();
    }

    /// <summary>Sum and difference of two inputs.</summary>
    public static Network SumAndDifference()
    {
        var builder = new NetworkBuilder("sum and difference");
        int left = builder.Input("left/side", new Shape(1, 2, 2, 2)), right = builder.Input("right side", new Shape(1, 2, 2, 2));
        int sum = builder.Add("sum", new Binary(BinaryFunction.Add), left, right);
        builder.Output("total", sum);
        builder.Output("gap", builder.Add("difference", new Binary(BinaryFunction.Sub), sum, right));
        return builder.Build();
    }

    /// <summary>Whole numbers from 1 on.</summary>
    public static Tensor<float> Counting(params ReadOnlySpan<int> extents)
    {
        var tensor = new Tensor<float>(new Shape(extents));
        for (int i = 0; i < tensor.Count; i++) tensor[i] = i + 1;
        return tensor;
    }

    public static Dictionary<string, Tensor<float>> Values(Tensor<float> tensor) => new() { ["values"] = tensor };
}
