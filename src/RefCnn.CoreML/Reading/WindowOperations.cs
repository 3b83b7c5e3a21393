using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Reading;

/// <summary>Convolutions and pooling.</summary>
internal static class WindowOperations
{
    /// <summary>conv.</summary>
    public static void Convolution(OperationReading op)
    {
        Tensor<float> weight = op.Constant("weight").ToTensor();
        Window2D window = WindowOf(op, KernelOf(op, weight), Pair(op, "dilations", 1));
        op.FinishPlanes(new Conv2D(window, weight, op.WeightsIfAny("bias"), (int)op.Number("groups", 1)));
    }

    /// <summary>conv_transpose: padding crops; a given output shape must be the one that padding makes, or longer at the ends.</summary>
    public static void Transposed(OperationReading op)
    {
        Tensor<float> weight = op.Constant("weight").ToTensor();
        if (op.Text("pad_type", "valid") is not ("valid" or "custom")) throw op.Refuse("crops by a rule; only valid and custom padding are supported");
        Window2D window = WindowOf(op, KernelOf(op, weight), Pair(op, "dilations", 1));
        var plain = new ConvTranspose2D(window, weight, op.WeightsIfAny("bias"), (int)op.Number("groups", 1));
        Size2D extra = default;
        if (op.Integers("output_shape") is { Length: 4 } target)
        {
            Shape made = plain.InferShape(op.Shape);
            extra = new Size2D(target[2] - made.Height, target[3] - made.Width);
        }

        op.FinishPlanes(plain with { OutputPadding = extra });
    }

    /// <summary>max_pool, avg_pool and l2_pool.</summary>
    public static void Pool(OperationReading op)
    {
        Window2D window = WindowOf(op, Pair(op, "kernel_sizes", 1), Size2D.One);
        PoolRounding rounding = op.Flag("ceil_mode", false) ? PoolRounding.CeilCaffe : PoolRounding.Floor;
        op.FinishPlanes(op.Type switch
        {
            "max_pool" => new MaxPool2D(window, rounding),
            "avg_pool" => new AveragePool2D(window, rounding, op.Flag("exclude_padding_from_average", false) ? PoolDivisor.Inside : PoolDivisor.Window),
            _ => new L2Pool2D(window, rounding),
        });
    }

    private static Size2D KernelOf(OperationReading op, Tensor<float> weight) => weight.Shape.Rank == 4
        ? new Size2D(weight.Shape[2], weight.Shape[3])
        : throw op.Refuse($"has weights of shape {weight.Shape}; expected rank 4");

    // Amounts of padding are interleaved: before and after of the height, then of the width.
    private static Window2D WindowOf(OperationReading op, Size2D kernel, Size2D dilation)
    {
        var window = new Window2D(kernel, Pair(op, "strides", 1), dilation, Padding2D.None);
        string type = op.Text("pad_type", "valid");
        if (type == "valid") return window;
        if (type is "same" or "same_lower")
        {
            var mode = new SamePadding
            {
                AsymmetryMode = type == "same" ? SamePadding.Types.SamePaddingMode.BottomRightHeavy : SamePadding.Types.SamePaddingMode.TopLeftHeavy,
            };
            return window with { Padding = Windows.Same(op.Plane, window, mode, op.Refuse) };
        }

        return op.Integers("pad") is [int top, int bottom, int left, int right]
            ? window with { Padding = new Padding2D(top, left, bottom, right) }
            : throw op.Refuse($"has pad_type '{type}' and not 4 amounts of padding");
    }

    private static Size2D Pair(OperationReading op, string key, int otherwise) => op.Integers(key) switch
    {
        null => otherwise,
        [int height, int width] => new Size2D(height, width),
        _ => throw op.Refuse($"has not 2 numbers of '{key}'; only planes are supported"),
    };
}
