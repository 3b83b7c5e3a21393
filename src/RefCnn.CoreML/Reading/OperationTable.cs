using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Reading;

/// <summary>How each operation of a program becomes nodes: one line an operation.</summary>
internal static class OperationTable
{
    private static readonly Dictionary<string, Action<OperationReading>> Readers = new(StringComparer.Ordinal)
    {
        ["conv"] = WindowOperations.Convolution,
        ["conv_transpose"] = WindowOperations.Transposed,
        ["max_pool"] = WindowOperations.Pool,
        ["avg_pool"] = WindowOperations.Pool,
        ["l2_pool"] = WindowOperations.Pool,
        ["linear"] = op => op.Finish(new Dense(op.Constant("weight").ToTensor(), op.WeightsIfAny("bias")), op.X),
        ["matmul"] = ArithmeticOperations.MatMul,
        ["batch_norm"] = NormalizationOperations.Batch,
        ["instance_norm"] = NormalizationOperations.Instance,
        ["local_response_norm"] = NormalizationOperations.LocalResponse,
        ["layer_norm"] = NormalizationOperations.Layer,
        ["l2_norm"] = NormalizationOperations.L2,
        ["relu"] = op => op.Finish(new Relu(), op.X),
        ["relu6"] = op => op.Finish(new Clip(0, 6), op.X),
        ["leaky_relu"] = op => op.Finish(new LeakyRelu((float)op.Number("alpha", 0.01)), op.X),
        ["prelu"] = NormalizationOperations.PRelu,
        ["elu"] = op => op.Finish(new Elu((float)op.Number("alpha", 1)), op.X),
        ["sigmoid"] = op => op.Finish(new Sigmoid(), op.X),
        ["sigmoid_hard"] = op => op.Finish(new HardSigmoid((float)op.Number("alpha", 0.2), (float)op.Number("beta", 0.5)), op.X),
        ["tanh"] = op => op.Finish(new Tanh(), op.X),
        ["softplus"] = op => op.Finish(new Softplus(), op.X),
        ["softmax"] = op => op.Finish(new Softmax(op.Axis((int)op.Number("axis", -1), op.Shape.Rank)), op.X),
        ["linear_activation"] = ArithmeticOperations.LinearActivation,
        ["thresholded_relu"] = op => op.Finish(new Identity(), Thresholds.Of((float)op.Number("alpha", 1), op.X, (part, inputs) => op.Add(part, inputs))),
        ["clamped_relu"] = op => op.Finish(new Clip(Maximum: (float)op.Number("beta", 1)), op.Add(new LeakyRelu((float)op.Number("alpha", 1)), op.X)),
        ["scaled_tanh"] = ArithmeticOperations.ScaledTanh,
        ["softsign"] = op => op.Finish(new Binary(BinaryFunction.Div), op.X, op.Add(new Binary(BinaryFunction.Add), op.Add(new Unary(UnaryFunction.Abs), op.X), op.Add(1.0))),
        ["clip"] = op => op.Finish(new Clip((float)op.Number("alpha", double.NegativeInfinity), (float)op.Number("beta", double.PositiveInfinity)), op.X),
        ["threshold"] = op => op.Finish(new Clip(Minimum: (float)op.Number("alpha", 0)), op.X),
        ["abs"] = op => op.Finish(new Unary(UnaryFunction.Abs), op.X),
        ["exp"] = op => op.Finish(new Unary(UnaryFunction.Exp), op.X),
        ["sqrt"] = op => op.Finish(new Unary(UnaryFunction.Sqrt), op.X),
        ["square"] = op => op.Finish(new Binary(BinaryFunction.Mul), op.X, op.X),
        ["log"] = ArithmeticOperations.Log,
        ["rsqrt"] = ArithmeticOperations.ReciprocalRoot,
        ["inverse"] = ArithmeticOperations.Inverse,
        ["identity"] = op => op.Finish(new Identity(), op.X),
        ["cast"] = op => op.Finish(new Identity(), op.X),
        ["add"] = op => op.Finish(new Binary(BinaryFunction.Add), op.X, op.Node("y")),
        ["sub"] = op => op.Finish(new Binary(BinaryFunction.Sub), op.X, op.Node("y")),
        ["mul"] = op => op.Finish(new Binary(BinaryFunction.Mul), op.X, op.Node("y")),
        ["real_div"] = op => op.Finish(new Binary(BinaryFunction.Div), op.X, op.Node("y")),
        ["minimum"] = op => op.Finish(new Binary(BinaryFunction.Min), op.X, op.Node("y")),
        ["maximum"] = op => op.Finish(new Binary(BinaryFunction.Max), op.X, op.Node("y")),
        ["pow"] = op => op.Finish(new Binary(BinaryFunction.Pow), op.X, op.Node("y")),
        ["reduce_mean"] = op => ArithmeticOperations.Reduce(op, ReduceFunction.Mean),
        ["reduce_sum"] = op => ArithmeticOperations.Reduce(op, ReduceFunction.Sum),
        ["reduce_prod"] = op => ArithmeticOperations.Reduce(op, ReduceFunction.Product),
        ["reduce_max"] = op => ArithmeticOperations.Reduce(op, ReduceFunction.Max),
        ["reduce_min"] = op => ArithmeticOperations.Reduce(op, ReduceFunction.Min),
        ["reduce_l2_norm"] = op => ArithmeticOperations.Reduce(op, ReduceFunction.L2),
        ["reduce_l1_norm"] = op => ArithmeticOperations.Reduce(op, ReduceFunction.Sum, op.Add(new Unary(UnaryFunction.Abs), op.X)),
        ["reduce_sum_square"] = op => ArithmeticOperations.Reduce(op, ReduceFunction.Sum, op.Add(new Binary(BinaryFunction.Mul), op.X, op.X)),
        ["concat"] = RearrangementOperations.Concat,
        ["split"] = RearrangementOperations.Split,
        ["slice_by_index"] = RearrangementOperations.Slice,
        ["pad"] = RearrangementOperations.Pad,
        ["tile"] = op => op.Finish(new Tile([.. op.Integers("reps") ?? []]), op.X),
        ["reshape"] = RearrangementOperations.Reshape,
        ["transpose"] = op => op.Finish(new Transpose([.. (op.Integers("perm") ?? []).Select(axis => op.Axis(axis, op.Shape.Rank))]), op.X),
        ["squeeze"] = RearrangementOperations.Squeeze,
        ["expand_dims"] = RearrangementOperations.ExpandDims,
        ["flatten2d"] = op => op.Finish(new Flatten((int)op.Number("axis", 1)), op.X),
        ["space_to_depth"] = op => op.FinishPlanes(new SpaceToDepth((int)op.Number("block_size", 0))),
        ["depth_to_space"] = op => op.FinishPlanes(new DepthToSpace((int)op.Number("block_size", 0))),
        ["pixel_shuffle"] = op => op.FinishPlanes(new DepthToSpace((int)op.Number("upscale_factor", 0), BlockOrder.ChannelFirst)),
        ["pixel_unshuffle"] = op => op.FinishPlanes(new SpaceToDepth((int)op.Number("downscale_factor", 0), BlockOrder.ChannelFirst)),
        ["classify"] = ClassifyOperation.Read,
        ["upsample_nearest_neighbor"] = ResizeOperations.Nearest,
        ["upsample_bilinear"] = ResizeOperations.Bilinear,
        ["resize_bilinear"] = ResizeOperations.ToSize,
    };

    /// <summary>Reads one operation.</summary>
    /// <param name="reading">The operation.</param>
    public static void Read(OperationReading reading)
    {
        if (!Readers.TryGetValue(reading.Type, out Action<OperationReading>? reader)) throw reading.Refuse("is not supported");
        reader(reading);
    }
}
