namespace RefCnn.Core.Layers;

/// <summary>
/// Where the largest sample of each window lies: its flat index in the whole input, the first one of equals. Kind <c>argmax-pool2d</c>; input NCHW.
/// It is the second output of ONNX's MaxPool. Constraints C1 to C4: see <see cref="PoolingLayer"/>.
/// <list type="bullet"><item>C5: the input has at most 2²⁴ elements, so that every index is exact in float32.</item></list>
/// </summary>
/// <param name="Window">Kernel, stride, dilation and padding.</param>
/// <param name="Rounding">What becomes of a last window that only partly fits.</param>
/// <param name="ColumnMajor">Whether the index counts down columns first within a channel (ONNX's storage_order 1), rather than along rows.</param>
public sealed record ArgMaxPool2D(Window2D Window, PoolRounding Rounding = PoolRounding.Floor, bool ColumnMajor = false) : PoolingLayer(Window, Rounding)
{
    /// <inheritdoc/>
    public override string Kind => "argmax-pool2d";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Exact();

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape output = base.Infer(inputs);
        Require(inputs[0].Count <= 1 << 24, 5, $"input has {inputs[0].Count} elements; expected at most {1 << 24}, so that an index is exact in float32");
        return output;
    }
}
