using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Torch7;

/// <summary>Which importer reads which class of module that is a layer.</summary>
internal static class TorchLayers
{
    private static readonly SortedDictionary<string, Func<TorchModule, TorchCall, int>> Entries = new(StringComparer.Ordinal)
    {
        ["SpatialConvolution"] = (graph, call) => graph.Add(call, Convolution(call)),
        ["SpatialConvolutionMM"] = (graph, call) => graph.Add(call, Convolution(call)),
        ["SpatialDilatedConvolution"] = (graph, call) => graph.Add(call, Convolution(call)),
        ["SpatialFullConvolution"] = (graph, call) => graph.Add(call, Transposed(call)),
        ["Linear"] = (graph, call) => graph.Add(call, Linear(graph, call)),

        ["SpatialMaxPooling"] = (graph, call) => graph.Add(call, new MaxPool2D(call.Window(), Rounding(call))),
        ["SpatialAveragePooling"] = (graph, call) => graph.Add(call, Average(call)),

        ["BatchNormalization"] = (graph, call) => graph.Add(call, BatchNorm(graph, call)),
        ["SpatialBatchNormalization"] = (graph, call) => graph.Add(call, BatchNorm(graph, call)),
        ["InstanceNormalization"] = (graph, call) => graph.Add(call, InstanceNorm(graph, call)),
        ["SpatialCrossMapLRN"] = (graph, call) => graph.Add(
            call, new LocalResponseNorm(call.Members.Whole("size"), call.Members.Number("alpha", 1e-4), call.Members.Number("beta", 0.75), call.Members.Number("k", 1))),

        ["SpatialZeroPadding"] = (graph, call) => graph.Add(call, Pad(call, PadMode.Constant)),
        ["SpatialReflectionPadding"] = (graph, call) => graph.Add(call, Pad(call, PadMode.Reflect)),
        ["SpatialReplicationPadding"] = (graph, call) => graph.Add(call, Pad(call, PadMode.Edge)),
        ["ShaveImage"] = (graph, call) => graph.Add(call, Shaved(call, call.Shape(graph.Builder))),
        ["SpatialUpSamplingNearest"] = (graph, call) => graph.Add(call, Upsampled(call, call.Shape(graph.Builder), new Resize([], ResizeInterpolation.Nearest, ResizeCoordinates.Asymmetric, NearestRounding.Floor))),
        ["SpatialUpSamplingBilinear"] = (graph, call) => graph.Add(call, Upsampled(call, call.Shape(graph.Builder), new Resize([], ResizeInterpolation.Linear, ResizeCoordinates.AlignCorners))),
        ["PixelShuffle"] = (graph, call) => graph.Add(call, new DepthToSpace(call.Members.Whole("upscaleFactor"), BlockOrder.ChannelFirst)),

        ["ReLU"] = (graph, call) => graph.Add(call, new Relu()),
        ["ReLU6"] = (graph, call) => graph.Add(call, new Clip(0, 6)),
        ["LeakyReLU"] = (graph, call) => graph.Add(call, new LeakyRelu((float)call.Members.Number("negval", 0.01))),
        ["PReLU"] = (graph, call) => graph.Add(call, new PRelu(Slopes(graph, call))),
        ["ELU"] = (graph, call) => graph.Add(call, new Elu((float)call.Members.Number("alpha", 1))),
        ["Tanh"] = (graph, call) => graph.Add(call, new Tanh()),
        ["Sigmoid"] = (graph, call) => graph.Add(call, new Sigmoid()),
        ["HardTanh"] = (graph, call) => graph.Add(call, Clamp(call)),
        ["Clamp"] = (graph, call) => graph.Add(call, Clamp(call)),
        ["Threshold"] = (graph, call) => graph.Add(call, Threshold(call)),
        ["SoftPlus"] = (graph, call) => call.Members.Number("beta", 1) == 1 ? graph.Add(call, new Softplus()) : throw call.Fault($"has beta {call.Members.Number("beta", 1)}; expected 1"),
        ["Abs"] = (graph, call) => graph.Add(call, new Unary(UnaryFunction.Abs)),
        ["Exp"] = (graph, call) => graph.Add(call, new Unary(UnaryFunction.Exp)),
        ["Log"] = (graph, call) => graph.Add(call, new Unary(UnaryFunction.Log)),
        ["Sqrt"] = (graph, call) => graph.Add(call, new Unary(UnaryFunction.Sqrt)),
        ["SoftMax"] = (graph, call) => graph.Add(call, new Softmax(1)),
        ["SpatialSoftMax"] = (graph, call) => graph.Add(call, new Softmax(1)),
        ["LogSoftMax"] = (graph, call) => graph.Add(call, new LogSoftmax(1)),

        ["MulConstant"] = (graph, call) => Scalar(graph, call, BinaryFunction.Mul, call.Members.Number("constant_scalar")),
        ["AddConstant"] = (graph, call) => Scalar(graph, call, BinaryFunction.Add, call.Members.Number("constant_scalar")),
        ["CAddTable"] = (graph, call) => Fold(graph, call, BinaryFunction.Add),
        ["CMulTable"] = (graph, call) => Fold(graph, call, BinaryFunction.Mul),
        ["CSubTable"] = (graph, call) => Fold(graph, call, BinaryFunction.Sub),
        ["CDivTable"] = (graph, call) => Fold(graph, call, BinaryFunction.Div),
        ["CMaxTable"] = (graph, call) => Fold(graph, call, BinaryFunction.Max),
        ["CMinTable"] = (graph, call) => Fold(graph, call, BinaryFunction.Min),
        ["JoinTable"] = Join,
        ["View"] = (graph, call) => graph.Add(call, Reshaped(call, call.Shape(graph.Builder))),
        ["Reshape"] = (graph, call) => graph.Add(call, Reshaped(call, call.Shape(graph.Builder))),

        ["Dropout"] = Dropout,
        ["SpatialDropout"] = Identity,
        ["Identity"] = Identity,
        ["Copy"] = Identity,
        ["Contiguous"] = Identity,
        ["TotalVariation"] = Identity,
        ["GradientReversal"] = Identity,
    };

    /// <summary>The classes that have an entry.</summary>
    public static IEnumerable<string> Types => Entries.Keys;

    /// <summary>Adds a module's layers.</summary>
    /// <param name="graph">Receives them.</param>
    /// <param name="call">The module.</param>
    /// <returns>The last node.</returns>
    public static int Apply(TorchModule graph, TorchCall call) =>
        Entries.TryGetValue(call.Kind, out Func<TorchModule, TorchCall, int>? import) ? import(graph, call) : throw call.Fault("the module is not supported; docs/formats/torch7.md lists those that are");

    private static int Identity(TorchModule graph, TorchCall call) => graph.Add(call, new Identity());

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

    private static AveragePool2D Average(TorchCall call) => call.Members.Flag("divide", true)
        ? new AveragePool2D(call.Window(), Rounding(call), call.Members.Flag("count_include_pad", true) ? PoolDivisor.Padded : PoolDivisor.Inside)
        : throw call.Fault("sums without dividing, which no pooling layer does");

    private static BatchNorm BatchNorm(TorchModule graph, TorchCall call)
    {
        Shape input = call.Shape(graph.Builder);
        int channels = input.Rank >= 2 ? input[1] : throw call.Fault($"reads {input}; expected rank 2 or more");
        return new BatchNorm(
            call.Members.Tensor("running_mean", channels), call.Members.Tensor("running_var", channels), call.Members.TensorOrNone("weight", channels), call.Members.TensorOrNone("bias", channels), call.Members.Number("eps", 1e-5));
    }

    private static InstanceNorm InstanceNorm(TorchModule graph, TorchCall call)
    {
        Shape input = call.Shape(graph.Builder);
        int channels = input.Rank >= 2 ? input[1] : throw call.Fault($"reads {input}; expected rank 2 or more");
        return new InstanceNorm(call.Members.TensorOrNone("weight", channels), call.Members.TensorOrNone("bias", channels), call.Members.Number("eps", 1e-5));
    }

    // As Caffe's: a window that would start in the padding is only dropped where there is padding.
    private static PoolRounding Rounding(TorchCall call) => call.Members.Flag("ceil_mode", false) ? PoolRounding.CeilCaffe : PoolRounding.Floor;

    private static Clip Clamp(TorchCall call) => new((float)call.Members.Number("min_val", -1), (float)call.Members.Number("max_val", 1));

    private static Relu Threshold(TorchCall call) => call.Members.Number("threshold", 0) == 0 && call.Members.Number("val", 0) == 0
        ? new Relu()
        : throw call.Fault("jumps at its threshold; only threshold 0 and value 0 are relu");

    // Dropout of the first version scales when it tests; the second has scaled when it trained.
    private static int Dropout(TorchModule graph, TorchCall call) =>
        call.Members.Flag("v2", true) ? Identity(graph, call) : Scalar(graph, call, BinaryFunction.Mul, 1 - call.Members.Number("p", 0.5));

    private static Pad Pad(TorchCall call, PadMode mode)
    {
        int left = call.Members.Whole("pad_l"), right = call.Members.Whole("pad_r"), top = call.Members.Whole("pad_t"), bottom = call.Members.Whole("pad_b");
        return new Pad([0, 0, top, left], [0, 0, bottom, right], mode);
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
