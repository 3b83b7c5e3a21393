using System.Globalization;
using RefCnn.Core;
using RefCnn.Formats;

namespace RefCnn.ConformanceTests.Onnx;

/// <summary>Operators of one value that take more than a layer, or whose defaults changed; all on the values −2, 0.5 and 3.</summary>
public class OnnxActivationTests
{
    private const string Values = "-2 0.5 3";

    [Theory]
    [InlineData("Selu", 5, "", "-1.5201075 0.52535 3.1521")]
    [InlineData("Selu", 6, "", "-1.5201665 0.5253505 3.152103")]
    [InlineData("Selu", 22, "alpha=1 gamma=2", "-1.7293294 1 6")]
    [InlineData("Celu", 12, "", "-0.8646647 0.5 3")]
    [InlineData("Celu", 12, "alpha=2", "-1.2642411 0.5 3")]
    [InlineData("HardSwish", 14, "", "-0.3333333 0.2916667 3")]
    [InlineData("Swish", 24, "", "-0.2384058 0.3112297 2.857722")]
    [InlineData("Swish", 24, "alpha=2", "-0.0359724 0.3655293 2.9925819")]
    [InlineData("Softsign", 13, "", "-0.6666667 0.3333333 0.75")]
    [InlineData("Mish", 18, "", "-0.2525015 0.3752453 2.9865351")]
    [InlineData("Gelu", 20, "approximate=tanh", "-0.0454023 0.3457140 2.9963627")]
    [InlineData("ThresholdedRelu", 10, "alpha=0", "0 0.5 3")]
    [InlineData("Clip", 6, "min=-1 max=1", "-1 0.5 1")]
    [InlineData("Clip", 5, "", Values)]
    [InlineData("Elu", 13, "", "-0.8646647 0.5 3")]
    [InlineData("LeakyRelu", 13, "", "-0.02 0.5 3")]
    [InlineData("HardSigmoid", 13, "", "0.1 0.6 1")]
    [InlineData("Mean", 13, "", Values)]
    [InlineData("Max", 13, "", Values)]
    [InlineData("ReduceL1", 18, "keepdims=0", "5.5")]
    [InlineData("ReduceSumSquare", 18, "keepdims=0", "13.25")]
    [InlineData("ReduceLogSum", 18, "keepdims=0", "0.4054651")]
    [InlineData("ReduceL1", 18, "noop_with_empty_axes=1", Values)]
    [InlineData("ReduceSumSquare", 18, "noop_with_empty_axes=1", Values)]
    [InlineData("ReduceLogSum", 18, "noop_with_empty_axes=1", Values)]
    [InlineData("ReduceLogSumExp", 18, "noop_with_empty_axes=1", Values)]
    [InlineData("ReduceSum", 13, "noop_with_empty_axes=1", Values)]
    [InlineData("MeanVarianceNormalization", 13, "axes=2", "-1.2247449 0 1.2247449")]
    [InlineData("LpNormalization", 13, "p=2", "-0.5494423 0.1373606 0.8241634")]
    [InlineData("Flatten", 13, "axis=3", Values)]
    [InlineData("Squeeze", 13, "", Values)]
    [InlineData("Split", 13, "axis=2", Values)]
    [InlineData("Transpose", 13, "", Values)]
    [InlineData("Cast", 13, "to=10", Values)]
    public void Import_Operator_Computes(string operation, int opset, string attributes, string expected)
    {
        double[] actual = Graph(operation, opset, attributes).Run()[0].Values;

        double[] numbers = Numbers(expected);
        actual.Should().HaveCount(numbers.Length);
        for (int i = 0; i < numbers.Length; i++) actual[i].Should().BeApproximately(numbers[i], 2e-6);
    }

    [Theory]
    [InlineData("Celu", 12, "alpha=-1", "*attribute 'alpha' is -1; expected more than 0")]
    [InlineData("ThresholdedRelu", 10, "", "*jumps at its threshold of 1*")]
    [InlineData("MeanVarianceNormalization", 8, "", "*experimental before opset 9*")]
    [InlineData("LpNormalization", 13, "p=3", "*attribute 'p' is 3; expected 1 or 2")]
    [InlineData("GroupNormalization", 21, "num_groups=2", "*has 2 groups; expected a number that divides the 1 channels")]
    [InlineData("MaxPool", 13, "", "*has no attribute 'kernel_shape'; the operator requires it")]
    [InlineData("MaxPool", 13, "kernel_shape=3,3", "*attribute 'kernel_shape' has 2 numbers; expected 1, one a spatial axis")]
    [InlineData("MaxPool", 13, "kernel_shape=0", "*node 'y' (MaxPool, opset 13): *0*")]
    [InlineData("MaxPool", 13, "kernel_shape=2 auto_pad=SOME", "*attribute 'auto_pad' is 'SOME'; expected NOTSET, VALID, SAME_UPPER or SAME_LOWER")]
    [InlineData("MaxPool", 13, "kernel_shape=2 pads=1,1,1", "*attribute 'pads' has 3 numbers; expected 2, two a spatial axis")]
    [InlineData("Pad", 2, "", "*has no attribute 'pads'; the operator requires it")]
    [InlineData("Pad", 2, "mode=blend", "*attribute 'mode' is 'blend'; expected constant, reflect, edge or wrap")]
    [InlineData("Pad", 2, "pads=1,1", "*has 2 paddings; expected 6, two an axis")]
    [InlineData("Reshape", 4, "", "*has no attribute 'shape'; the operator requires it")]
    [InlineData("Reshape", 4, "shape=-2,3", "*shape has extent -2 along axis 0; expected −1 or more")]
    [InlineData("Reshape", 4, "shape=-1,-1", "*shape leaves two extents open; expected one at most")]
    [InlineData("Reshape", 4, "shape=1,1,3,0", "*shape copies axis 3, which the input 1×1×3 has not")]
    [InlineData("Reshape", 4, "shape=2,-1", "*shape ?2, -1] does not fit the 3 values of the input 1×1×3")]
    [InlineData("Unsqueeze", 11, "", "*has no attribute 'axes'; the operator requires it")]
    [InlineData("Transpose", 13, "perm=0,1,7", "*axis 7 is outside a rank of 3; expected -3 to 2")]
    [InlineData("DepthToSpace", 13, "mode=ABC blocksize=1", "*attribute 'mode' is 'ABC'; expected DCR or CRD")]
    [InlineData("Slice", 1, "ends=1", "*has no attribute 'starts'")]
    [InlineData("Slice", 1, "starts=0", "*has no attribute 'ends'")]
    [InlineData("Slice", 1, "starts=0 ends=1,2", "*has 1 starts, 2 ends, 1 axes and 1 steps; expected as many of each")]
    [InlineData("Split", 2, "split=1,2 axis=2", "*splits into 2 parts; expected 1, one an output")]
    [InlineData("Split", 2, "split=2 axis=2", "*splits into parts of 2; expected 3 in all, the extent along axis 2")]
    [InlineData("Split", 18, "num_outputs=2", "*has 1 outputs of 2; expected at least one, and as many as 'num_outputs' says")]
    [InlineData("Upsample", 1, "height_scale=2 width_scale=2", "*input has shape 1×1×3; expected rank 4*")]
    [InlineData("Upsample", 7, "", "*has no attribute 'scales'; the operator requires it")]
    [InlineData("Upsample", 7, "scales=1,2", "*has 2 scales; expected 3, one an axis")]
    [InlineData("Upsample", 7, "scales=1,1,2 mode=cubic", "*attribute 'mode' is 'cubic'; expected nearest, linear or, from opset 11 on, cubic")]
    [InlineData("Concat", 13, "axis=1.5", "*attribute 'axis' is *")]
    public void Import_AttributeThatCannotBe_IsRefusedByItsName(string operation, int opset, string attributes, string message) =>
        Graph(operation, opset, attributes).Importing().Should().Throw<ModelFormatException>().WithMessage(message);

    [Fact]
    public void Import_OldPaddings_GoBeforeAndAfter() =>
        new GraphSketch(1).Input("x", [2], 1, 2).Node("Pad", "x", "y", ("paddings", new long[] { 1, 0 }), ("value", 7f)).Output("y").Run()[0].Values.Should().Equal(7, 1, 2);

    [Fact]
    public void Import_OldUpsample_HasAScaleForHeightAndWidth() =>
        new GraphSketch(1).Input("x", [1, 1, 1, 2], 1, 2).Node("Upsample", "x", "y", ("height_scale", 1f), ("width_scale", 2f)).Output("y").Run()[0].Values.Should().Equal(1, 1, 2, 2);

    [Theory]
    [InlineData(7, false)]
    [InlineData(9, true)]
    public void Import_Upsample_HasScalesAsAnAttributeOrAnInput(int opset, bool asInput)
    {
        (string, object)[] attributes = asInput ? [] : [("scales", new float[] { 1, 1, 2 })];

        new GraphSketch(opset).Input("x", [1, 1, 2], 1, 2).Floats("s", [3], 1, 1, 2).Node("Upsample", asInput ? "x s" : "x", "y", attributes).Output("y").Run()[0].Values.Should().Equal(1, 1, 2, 2);
    }

    [Fact]
    public void Import_OldTile_RepeatsOneAxis() =>
        new GraphSketch(1).Input("x", [2], 1, 2).Floats("n", [1], 2).Floats("axis", [1], 0).Node("Tile", "x n axis", "y").Output("y").Run()[0].Values.Should().Equal(1, 2, 1, 2);

    // SAME leaves ceil(3 / 2) windows of 2; the sample that is added comes last, or first.
    [Theory]
    [InlineData("SAME_UPPER", "1 3")]
    [InlineData("SAME_LOWER", "1 3")]
    [InlineData("VALID", "2")]
    public void Import_PaddingByRule_LeavesItsNumberOfWindows(string rule, string expected)
    {
        float[] input = rule == "SAME_LOWER" ? [1, 2, 3] : rule == "VALID" ? [1, 2, 3] : [0, 1, 3];

        new GraphSketch().Input("x", [1, 1, 3], input).Node("MaxPool", "x", "y", ("kernel_shape", new long[] { 2 }), ("strides", new long[] { 2 }), ("auto_pad", rule)).Output("y")
            .Run()[0].Values.Should().Equal(Numbers(expected));
    }

    [Theory]
    [InlineData("mode", "sharp", "*attribute 'mode' is 'sharp'*")]
    [InlineData("coordinate_transformation_mode", "elsewhere", "*attribute 'coordinate_transformation_mode' is 'elsewhere', which ONNX does not define")]
    [InlineData("nearest_mode", "far", "*attribute 'nearest_mode' is 'far', which ONNX does not define")]
    [InlineData("keep_aspect_ratio_policy", "wide", "*attribute 'keep_aspect_ratio_policy' is 'wide'; expected stretch, not_larger or not_smaller")]
    public void Import_ResizeOfAnUnknownMode_IsRefused(string attribute, string value, string message) =>
        new GraphSketch(18).Input("x", [1, 1, 2, 2]).Integers("sizes", 1, 1, 4, 4).Node("Resize", "x - - sizes", "y", (attribute, value)).Output("y")
            .Importing().Should().Throw<ModelFormatException>().WithMessage(message);

    [Fact]
    public void Import_ResizeNotSmaller_TakesTheLargerFactor() =>
        new GraphSketch(18).Input("x", [1, 1, 2, 4], new float[8]).Integers("sizes", 4, 4)
            .Node("Resize", "x - - sizes", "y", ("axes", new long[] { 2, 3 }), ("keep_aspect_ratio_policy", "not_smaller")).Output("y")
            .Import().Network.Shapes[^1].Should().Be(new Shape(1, 1, 4, 8));

    // x / √(mean of x² + ε) · scale, over the last axis.
    [Fact]
    public void Import_RootMeanSquareNormalization_Scales() =>
        new GraphSketch(23).Input("x", [1, 2], 1, 7).Floats("s", [2], 5, 10).Node("RMSNormalization", "x s", "y", ("epsilon", 0f)).Output("y").Run()[0].Values.Should().Equal(1, 14);

    [Fact]
    public void Import_LayerNormalizationWithoutShift_OnlyScales() =>
        new GraphSketch(17).Input("x", [1, 2], 1, 3).Floats("s", [2], 2, 3).Node("LayerNormalization", "x s", "y", ("epsilon", 0f)).Output("y").Run()[0].Values.Should().Equal(-2, 3);

    [Fact]
    public void Import_GroupNormalizationOfAMatrix_IsRefused() =>
        new GraphSketch(21).Input("x", [1, 2]).Node("GroupNormalization", "x x x", "y", ("num_groups", 1)).Output("y").Importing().Should().Throw<ModelFormatException>().WithMessage("*input has shape 1×2; expected rank 3 or more*");

    [Fact]
    public void Import_GroupNormalizationWithAnotherScale_IsRefused() =>
        new GraphSketch(21).Input("x", [1, 2, 1]).Floats("s", [3], 1, 1, 1).Node("GroupNormalization", "x s s", "y", ("num_groups", 1)).Output("y").Importing().Should().Throw<ModelFormatException>().WithMessage("*input 1 has shape 3; expected 2");

    [Theory]
    [InlineData(1, "9")]
    [InlineData(2, "5")]
    public void Import_GlobalLpPool_IsTheNormOfItsOrder(int order, string expected)
    {
        float[] input = order == 1 ? [2, -3, 4] : [0, -3, 4];

        new GraphSketch().Input("x", [1, 1, 3], input).Node("GlobalLpPool", "x", "y", ("p", order)).Output("y").Run()[0].Values.Should().Equal(Numbers(expected));
    }

    [Fact]
    public void Import_LpPoolOfOrder1OnPictures_SumsMagnitudes() =>
        new GraphSketch().Input("x", [1, 1, 1, 3], 1, -2, 3).Node("LpPool", "x", "y", ("p", 1), ("kernel_shape", new long[] { 1, 2 })).Output("y").Run()[0].Values.Should().Equal(3, 5);

    [Fact]
    public void Import_MeanOfThree_DividesTheirSum() =>
        new GraphSketch().Input("x", [2], 1, 2).Floats("a", [2], 3, 4).Floats("b", [2], 5, 9).Node("Mean", "x a b", "y").Output("y").Run()[0].Values.Should().Equal(3, 5);

    [Fact]
    public void Import_GemmWithoutAddend_OnlyScales() =>
        new GraphSketch().Input("a", [1, 2], 1, 2).Floats("b", [2, 1], 3, 4).Node("Gemm", "a b", "y", ("alpha", 2f)).Output("y").Run()[0].Values.Should().Equal(22);

    [Fact]
    public void Import_GemmOfVolumes_IsRefused() =>
        new GraphSketch().Input("a", [1, 2, 3]).Node("Gemm", "a a", "y").Output("y").Importing().Should().Throw<ModelFormatException>().WithMessage("*A and B have shapes 1×2×3 and 1×2×3; expected rank 2");

    [Fact]
    public void Import_DropoutThatTrains_IsRefused() =>
        new GraphSketch().Input("x", [2]).Floats("r", [], 0.5f).Floats("t", [], 1).Node("Dropout", "x r t", "y").Output("y").Importing().Should().Throw<ModelFormatException>().WithMessage("*drops values at random (training_mode is true)*");

    [Fact]
    public void Import_ReduceMeanOfIntegersAtRunTime_IsRefused()
    {
        GraphSketch graph = new GraphSketch().Input("x", [2]).Node("ReduceMean", "x", "y").Output("y");
        graph.Model.Graph.Input[0].Type.TensorType.ElemType = RefCnn.Formats.Onnx.Schema.TensorProto.Types.DataType.Int64;

        graph.Importing().Should().Throw<ModelFormatException>().WithMessage("*computes with integers at run time*");
    }

    [Fact]
    public void Import_InputOfText_IsRefused()
    {
        GraphSketch graph = new GraphSketch().Input("x", [2]).Node("Relu", "x", "y").Output("y");
        graph.Model.Graph.Input[0].Type.TensorType.ElemType = RefCnn.Formats.Onnx.Schema.TensorProto.Types.DataType.String;

        graph.Importing().Should().Throw<ModelFormatException>().WithMessage("*'x'*has element type String; expected a real float*");
    }

    [Fact]
    public void Import_TransposedConvolutionWithAWholeOutputShape_ReadsItsSpace() =>
        new GraphSketch().Input("x", [1, 1, 2], 1, 10).Floats("w", [1, 1, 2], 1, 2).Node("ConvTranspose", "x w", "y", ("output_shape", new long[] { 1, 1, 3 })).Output("y")
            .Run()[0].Values.Should().Equal(1, 12, 20);

    [Fact]
    public void Import_TransposedConvolutionOfSame_HasItsInputTimesItsStride() =>
        new GraphSketch().Input("x", [1, 1, 2], 1, 10).Floats("w", [1, 1, 2], 1, 2).Node("ConvTranspose", "x w", "y", ("strides", new long[] { 2 }), ("auto_pad", "SAME_UPPER")).Output("y")
            .Run()[0].Values.Should().Equal(1, 2, 10, 20);

    [Fact]
    public void Import_ConvolutionOfAnotherKernelThanItsWeights_IsRefused() =>
        new GraphSketch().Input("x", [1, 1, 3]).Floats("w", [1, 1, 2], 1, 2).Node("Conv", "x w", "y", ("kernel_shape", new long[] { 3 })).Output("y")
            .Importing().Should().Throw<ModelFormatException>().WithMessage("*attribute 'kernel_shape' is 1×3; the weight's kernel is 1×2");

    [Theory]
    [InlineData(2, "*input has shape 1×1; expected rank 3 or 4 (batch × channels × space)")]
    [InlineData(5, "*input has shape 1×1×1×1×1 with 3 spatial axes; windows have 1 or 2*")]
    public void Import_PoolingOfAnotherRank_IsRefused(int rank, string message) =>
        new GraphSketch().Input("x", [.. Enumerable.Repeat<object>(1, rank)]).Node("MaxPool", "x", "y", ("kernel_shape", new long[] { 1 })).Output("y").Importing().Should().Throw<ModelFormatException>().WithMessage(message);

    private static GraphSketch Graph(string operation, int opset, string attributes) =>
        new GraphSketch(opset).Input("x", [1, 1, 3], [.. Numbers(Values).Select(value => (float)value)]).Node(operation, "x", "y", [.. attributes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Attribute)]).Output("y");

    // Attributes of lists are told from numbers by their names.
    private static (string Name, object Value) Attribute(string text)
    {
        string[] parts = text.Split('=');
        if (parts[0] is "kernel_shape" or "pads" or "shape" or "perm" or "axes" or "starts" or "ends" or "split") return (parts[0], Array.ConvertAll(parts[1].Split(','), long.Parse));
        if (parts[0] == "scales") return (parts[0], Array.ConvertAll(parts[1].Split(','), number => float.Parse(number, CultureInfo.InvariantCulture)));
        if (parts[0] is "axis" or "p" or "to" or "keepdims" or "num_groups" or "blocksize" or "num_outputs" or "noop_with_empty_axes" && int.TryParse(parts[1], out int whole)) return (parts[0], whole);
        return float.TryParse(parts[1], CultureInfo.InvariantCulture, out float number) ? (parts[0], number) : (parts[0], parts[1]);
    }

    private static double[] Numbers(string text) => [.. text.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
}
