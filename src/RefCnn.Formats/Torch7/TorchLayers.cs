using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Torch7;

/// <summary>Imports modules that are layers, by their class.</summary>
internal static class TorchLayers
{
    /// <summary>Adds a module's layers.</summary>
    /// <param name="graph">Receives them.</param>
    /// <param name="call">The module.</param>
    /// <returns>The last node.</returns>
    public static int Apply(TorchModule graph, TorchCall call)
    {
        int Add(Layer layer) => graph.Add(call.Place, call.Kind, layer, call.Input);
        TorchMembers members = call.Members;
        switch (call.Kind)
        {
            case "SpatialConvolution" or "SpatialConvolutionMM" or "SpatialDilatedConvolution": return Add(Convolution(call));
            case "SpatialFullConvolution": return Add(Transposed(call));
            case "Linear": return Add(Linear(graph, call));
            case "SpatialMaxPooling": return Add(new MaxPool2D(call.Window(), Rounding(call)));
            case "SpatialAveragePooling":
                if (!members.Flag("divide", true)) throw call.Fault("sums without dividing, which no pooling layer does");
                return Add(new AveragePool2D(call.Window(), Rounding(call), members.Flag("count_include_pad", true) ? PoolDivisor.Padded : PoolDivisor.Inside));
            case "SpatialBatchNormalization" or "BatchNormalization": return Add(BatchNorm(graph, call));
            case "InstanceNormalization":
                int channels = call.Shape(graph.Builder)[1];
                return Add(new InstanceNorm(members.TensorOrNone("weight", channels), members.TensorOrNone("bias", channels), members.Number("eps", 1e-5)));
            case "SpatialCrossMapLRN":
                return Add(new LocalResponseNorm(members.Whole("size"), members.Number("alpha", 1e-4), members.Number("beta", 0.75), members.Number("k", 1)));

            case "SpatialZeroPadding": return Pad(graph, call, PadMode.Constant);
            case "SpatialReflectionPadding": return Pad(graph, call, PadMode.Reflect);
            case "SpatialReplicationPadding": return Pad(graph, call, PadMode.Edge);
            case "ShaveImage": return Add(Shaved(call, call.Shape(graph.Builder)));
            case "SpatialUpSamplingNearest": return Add(Upsampled(call, call.Shape(graph.Builder), new Resize([], ResizeInterpolation.Nearest, ResizeCoordinates.Asymmetric, NearestRounding.Floor)));
            case "SpatialUpSamplingBilinear": return Add(Upsampled(call, call.Shape(graph.Builder), new Resize([], ResizeInterpolation.Linear, ResizeCoordinates.AlignCorners)));
            case "PixelShuffle": return Add(new DepthToSpace(members.Whole("upscaleFactor"), BlockOrder.ChannelFirst));

            case "ReLU": return Add(new Relu());
            case "ReLU6": return Add(new Clip(0, 6));
            case "LeakyReLU": return Add(new LeakyRelu((float)members.Number("negval", 0.01)));
            case "PReLU": return Add(new PRelu(Slopes(graph, call)));
            case "ELU": return Add(new Elu((float)members.Number("alpha", 1)));
            case "Tanh": return Add(new Tanh());
            case "Sigmoid": return Add(new Sigmoid());
            case "HardTanh" or "Clamp": return Add(new Clip((float)members.Number("min_val", -1), (float)members.Number("max_val", 1)));
            case "Threshold": return members.Number("threshold", 0) == 0 && members.Number("val", 0) == 0 ? Add(new Relu()) : throw call.Fault("jumps at its threshold; only threshold 0 and value 0 are relu");
            case "SoftPlus": return members.Number("beta", 1) == 1 ? Add(new Softplus()) : throw call.Fault($"has beta {members.Number("beta", 1)}; expected 1");
            case "Abs": return Add(new Unary(UnaryFunction.Abs));
            case "Exp": return Add(new Unary(UnaryFunction.Exp));
            case "Log": return Add(new Unary(UnaryFunction.Log));
            case "Sqrt": return Add(new Unary(UnaryFunction.Sqrt));
            case "SoftMax" or "SpatialSoftMax": return Add(new Softmax(1));
            case "LogSoftMax": return Add(new LogSoftmax(1));
            case "MulConstant": return Scalar(graph, call, BinaryFunction.Mul, members.Number("constant_scalar"));
            case "AddConstant": return Scalar(graph, call, BinaryFunction.Add, members.Number("constant_scalar"));
            case "Dropout" or "SpatialDropout":
                // Dropout of the first version scales when it tests; the second has scaled when it trained.
                return members.Flag("v2", call.Kind == "Dropout") || call.Kind == "SpatialDropout" ? Add(new Identity()) : Scalar(graph, call, BinaryFunction.Mul, 1 - members.Number("p", 0.5));
            case "Identity" or "Copy" or "Contiguous" or "TotalVariation" or "GradientReversal": return Add(new Identity());

            case "CAddTable": return Fold(graph, call, BinaryFunction.Add);
            case "CMulTable": return Fold(graph, call, BinaryFunction.Mul);
            case "CSubTable": return Fold(graph, call, BinaryFunction.Sub);
            case "CDivTable": return Fold(graph, call, BinaryFunction.Div);
            case "CMaxTable": return Fold(graph, call, BinaryFunction.Max);
            case "CMinTable": return Fold(graph, call, BinaryFunction.Min);
            case "JoinTable": return Join(graph, call);
            case "View" or "Reshape": return Add(Reshaped(call, call.Shape(graph.Builder)));
            default: throw call.Fault("the module is not supported; docs/formats/torch7.md lists those that are");
        }
    }

    private static Conv2D Convolution(TorchCall call)
    {
        Window2D window = call.Window();
        int inputs = call.Members.Whole("nInputPlane"), outputs = call.Members.Whole("nOutputPlane"), groups = call.Members.WholeOr("groups", 1);
        if (groups < 1 || inputs < 1 || inputs % groups != 0) throw call.Fault($"has {inputs} inputs in {groups} groups; expected groups that divide the inputs");
        return new Conv2D(window, call.Members.Tensor("weight", outputs, inputs / groups, window.Kernel.Height, window.Kernel.Width), call.Members.TensorOrNone("bias", outputs), groups);
    }

    private static ConvTranspose2D Transposed(TorchCall call)
    {
        Window2D window = call.Window();
        int inputs = call.Members.Whole("nInputPlane"), outputs = call.Members.Whole("nOutputPlane");
        var adjusted = new Size2D(call.Members.WholeOr("adjH", 0), call.Members.WholeOr("adjW", 0));
        return new ConvTranspose2D(window, call.Members.Tensor("weight", inputs, outputs, window.Kernel.Height, window.Kernel.Width), call.Members.TensorOrNone("bias", outputs), 1, adjusted);
    }

    private static Dense Linear(TorchModule graph, TorchCall call)
    {
        Shape input = call.Shape(graph.Builder);
        int inputs = input.Rank > 0 ? input[^1] : 1, outputs = call.Members.TensorExtent("weight");
        return new Dense(call.Members.Tensor("weight", outputs, inputs), call.Members.TensorOrNone("bias", outputs));
    }

    private static BatchNorm BatchNorm(TorchModule graph, TorchCall call)
    {
        Shape input = call.Shape(graph.Builder);
        int channels = input.Rank >= 2 ? input[1] : throw call.Fault($"reads {input}; expected rank 2 or more");
        return new BatchNorm(
            call.Members.Tensor("running_mean", channels), call.Members.Tensor("running_var", channels), call.Members.TensorOrNone("weight", channels), call.Members.TensorOrNone("bias", channels), call.Members.Number("eps", 1e-5));
    }

    // As Caffe's: a window that would start in the padding is only dropped where there is padding.
    private static PoolRounding Rounding(TorchCall call) => call.Members.Flag("ceil_mode", false) ? PoolRounding.CeilCaffe : PoolRounding.Floor;

    private static int Pad(TorchModule graph, TorchCall call, PadMode mode)
    {
        int left = call.Members.Whole("pad_l"), right = call.Members.Whole("pad_r"), top = call.Members.Whole("pad_t"), bottom = call.Members.Whole("pad_b");
        return graph.Add(call.Place, call.Kind, new Pad([0, 0, top, left], [0, 0, bottom, right], mode), call.Input);
    }

    private static Slice Shaved(TorchCall call, Shape input)
    {
        int size = call.Members.Whole("size");
        if (input.Rank != 4 || size < 0 || input.Height <= 2L * size || input.Width <= 2L * size) throw call.Fault($"shaves {size} off {input}; expected a picture of which something is left");
        return new Slice([0, 0, size, size], [input.Batch, input.Channels, input.Height - (2 * size), input.Width - (2 * size)], [1, 1, 1, 1]);
    }

    private static Resize Upsampled(TorchCall call, Shape input, Resize resize)
    {
        int factor = call.Members.Whole("scale_factor");
        return input.Rank == 4
            ? resize with { Sizes = [input.Batch, input.Channels, checked(input.Height * factor), checked(input.Width * factor)] }
            : throw call.Fault($"reads {input}; expected a picture");
    }

    private static Tensor<float> Slopes(TorchModule graph, TorchCall call)
    {
        Shape input = call.Shape(graph.Builder);
        int outputs = call.Members.WholeOr("nOutputPlane", 0);
        return outputs == 0 ? call.Members.Tensor("weight", 1).As(Core.Shape.Scalar) : call.Members.Tensor("weight", outputs).As(new Shape([outputs, .. Enumerable.Repeat(1, Math.Max(0, input.Rank - 2))]));
    }

    private static int Scalar(TorchModule graph, TorchCall call, BinaryFunction function, double value)
    {
        int number = graph.Add(call.Place, $"{call.Kind}/constant", new Constant(new Tensor<float>(Core.Shape.Scalar, [(float)value])));
        return graph.Add(call.Place, call.Kind, new Binary(function), call.Input, number);
    }

    private static int Fold(TorchModule graph, TorchCall call, BinaryFunction function)
    {
        if (call.Inputs.Length < 2) throw call.Fault($"reads a table of {call.Inputs.Length}; expected 2 or more");
        int result = call.Inputs[0];
        for (int i = 1; i < call.Inputs.Length; i++)
            result = graph.Add(call.Place, i == call.Inputs.Length - 1 ? call.Kind : $"{call.Kind}/partial{i}", new Binary(function), result, call.Inputs[i]);
        return result;
    }

    // The dimension counts from 1, without the batch where the module says how many dimensions its inputs have.
    private static int Join(TorchModule graph, TorchCall call)
    {
        if (call.Inputs.Length == 0) throw call.Fault("reads an empty table");
        int rank = graph.Builder.ShapeOf(call.Inputs[0]).Rank, stated = call.Members.WholeOr("nInputDims", 0), dimension = call.Members.Whole("dimension");
        int axis = dimension < 0 ? rank + dimension : dimension - 1 + (stated > 0 && stated < rank ? 1 : 0);
        return graph.Add(call.Place, call.Kind, new Concat(axis), call.Inputs);
    }

    // The batch is kept, though Torch drops it where it is 1.
    private static Reshape Reshaped(TorchCall call, Shape input)
    {
        int[] sizes = call.Members.Storage("size");
        int open = Array.IndexOf(sizes, -1);
        long values = input.CountBetween(1, input.Rank), others = sizes.Where(size => size != -1).Aggregate(1L, (product, size) => checked(product * size));
        if (open >= 0) sizes[open] = others > 0 && values % others == 0 ? (int)(values / others) : throw call.Fault($"{values} values do not divide by {others}");
        return new Reshape(new Shape([input.Batch, .. sizes]));
    }
}
