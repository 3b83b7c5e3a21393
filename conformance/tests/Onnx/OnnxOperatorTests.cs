using RefCnn.Core;
using RefCnn.Formats;

namespace RefCnn.ConformanceTests.Onnx;

public class OnnxOperatorTests
{
    [Theory]
    [InlineData(12, 0.25)]
    [InlineData(13, 0.5)]
    public void Softmax_ByOpset_NormalisesTheMatrixOrTheAxis(int opset, double expected) =>
        new GraphSketch(opset).Input("x", [1, 2, 2], 0, 0, 0, 0).Node("Softmax", "x", "y", ("axis", 1)).Output("y")
            .Run()[0].Values.Should().OnlyContain(value => value == expected);

    // The full result is 1 2 3 2 2 1 1, three samples more than wanted: one is cropped at one end and two at the other.
    [Theory]
    [InlineData(10, new double[] { 3, 2, 2, 1 })]
    [InlineData(11, new double[] { 2, 3, 2, 2 })]
    public void ConvTranspose_OddExcessByOpset_IsCroppedAtTheOtherEnd(int opset, double[] expected) =>
        new GraphSketch(opset).Input("x", [1, 1, 5], 1, 1, 1, 0, 1).Floats("w", [1, 1, 3], 1, 1, 1)
            .Node("ConvTranspose", "x w", "y", ("output_shape", new long[] { 4 }), ("auto_pad", "SAME_UPPER"))
            .Output("y").Run()[0].Values.Should().Equal(expected);

    [Fact]
    public void Add_OldWithoutBroadcast_RefusesUnequalShapes() =>
        new GraphSketch(6).Input("x", [2, 3]).Floats("b", [3], 1, 2, 3).Node("Add", "x b", "y").Output("y")
            .Importing().Should().Throw<ModelFormatException>().WithMessage("*because attribute 'broadcast' is not set");

    [Fact]
    public void Add_OldBroadcastFromAnAxis_AlignsThere() =>
        new GraphSketch(6).Input("x", [1, 2, 2], 0, 0, 0, 0).Floats("b", [2], 1, 2)
            .Node("Add", "x b", "y", ("broadcast", 1), ("axis", 1)).Output("y").Run()[0].Values.Should().Equal(1, 1, 2, 2);

    [Theory]
    [InlineData(6, false)]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public void Gemm_AddendSmallerThanTheResult_NeedsBroadcastBeforeOpset7(int opset, bool broadcast)
    {
        var graph = new GraphSketch(opset).Input("a", [2, 2], 1, 2, 3, 4).Floats("b", [2, 2], 1, 0, 0, 1).Floats("c", [2], 10, 20)
            .Node("Gemm", "a b c", "y", ("broadcast", broadcast ? 1 : 0)).Output("y");

        if (opset < 7 && !broadcast) graph.Importing().Should().Throw<ModelFormatException>().WithMessage("*'broadcast' is not set");
        else graph.Run()[0].Values.Should().Equal(11, 22, 13, 24);
    }

    [Fact]
    public void Gemm_AllFactorsAtRunTime_AreScaledAndTransposed() =>
        new GraphSketch().Input("a", [1, 2], 1, 2).Input("b", [1, 1], 3).Input("c", [1], 100)
            .Node("Gemm", "a b c", "y", ("transA", 1), ("transB", 1), ("alpha", 2f), ("beta", 0.5f)).Output("y").Run()[0].Values.Should().Equal(56, 62);

    [Fact]
    public void Pad_Negative_CropsBeforeItPads() =>
        new GraphSketch().Input("x", [4], 1, 2, 3, 4).Integers("pads", -1, 2).Node("Pad", "x pads", "y").Output("y")
            .Run()[0].Values.Should().Equal(2, 3, 4, 0, 0);

    [Fact]
    public void Pad_CropsMoreThanThereIs_IsRefused() =>
        new GraphSketch().Input("x", [4]).Integers("pads", -3, -2).Node("Pad", "x pads", "y").Output("y")
            .Importing().Should().Throw<ModelFormatException>().WithMessage("*crops 3 and 2 from axis 0*");

    [Fact]
    public void Slice_Backwards_CutsPositionsAsNumPyDoes() =>
        new GraphSketch().Input("x", [4], 1, 2, 3, 4).Integers("s", 100).Integers("e", long.MinValue).Integers("a", -1).Integers("t", -2)
            .Node("Slice", "x s e a t", "y").Output("y").Run()[0].Values.Should().Equal(4, 2);

    [Fact]
    public void Gather_ListAtRunTime_PicksAndRepeats() =>
        new GraphSketch().Input("x", [3], 1, 2, 3).Integers("i", 2, 0, -1).Node("Gather", "x i", "y").Output("y").Run()[0].Values.Should().Equal(3, 1, 3);

    [Fact]
    public void Split_UnevenByNumber_LeavesTheLastSmaller()
    {
        Tensor<double>[] parts = new GraphSketch(18).Input("x", [3], 1, 2, 3).Node("Split", "x", "a b", ("num_outputs", 2)).Output("a", "b").Run();

        parts[0].Values.Should().Equal(1, 2);
        parts[1].Values.Should().Equal(3);
    }

    [Fact]
    public void PRelu_OldSlopeOfEachChannel_LiesAtAxis1() =>
        new GraphSketch(6).Input("x", [1, 2, 2], -1, -1, -1, -1).Floats("s", [2], 2, 3).Node("PRelu", "x s", "y").Output("y")
            .Run()[0].Values.Should().Equal(-2, -2, -3, -3);

    [Fact]
    public void Dropout_Mask_IsOnes() =>
        new GraphSketch().Input("x", [2], 5, 6).Node("Dropout", "x", "y m").Output("y", "m").Run()[1].Values.Should().Equal(1, 1);

    [Theory]
    [InlineData("BatchNormalization", "x p p p v", "training_mode", 1, 15, "*trains*")]
    [InlineData("BatchNormalization", "x p p p v", "spatial", 0, 7, "*'spatial' 0*")]
    [InlineData("Gelu", "x", "unused", 0, 20, "*error function*")]
    [InlineData("Hardmax", "x", "axis", 1, 13, "*largest value along an axis*")]
    [InlineData("Cast", "x", "to", 7, 13, "*casts to Int64 at run time*")]
    [InlineData("GlobalLpPool", "x", "p", 3, 11, "*norms of order 1 and 2")]
    public void Operator_WithoutALayer_IsRefusedWithTheReason(string operation, string inputs, string attribute, int value, int opset, string reason) =>
        new GraphSketch(opset).Input("x", [1, 2, 2]).Floats("p", [2], 0, 0).Floats("v", [2], 1, 1)
            .Node(operation, inputs, "y", (attribute, value)).Output("y")
            .Importing().Should().Throw<ModelFormatException>().WithMessage(reason);

    [Fact]
    public void LpPool_OfOrder1_SumsMagnitudes() =>
        new GraphSketch().Input("x", [1, 1, 3], 1, -2, 3).Node("LpPool", "x", "y", ("p", 1), ("kernel_shape", new long[] { 2 })).Output("y")
            .Run()[0].Values.Should().Equal(3, 5);

    [Fact]
    public void LpNormalization_OfOrder1_KeepsZero() =>
        new GraphSketch().Input("x", [2, 2], 1, -3, 0, 0).Node("LpNormalization", "x", "y", ("p", 1)).Output("y")
            .Run()[0].Values.Should().Equal(0.25, -0.75, 0, 0);

    [Fact]
    public void LayerNormalization_AllOutputs_AreComputed()
    {
        Tensor<double>[] results = new GraphSketch(17).Input("x", [1, 2], 1, 3).Floats("s", [2], 2, 2).Floats("b", [2], 1, 1)
            .Node("LayerNormalization", "x s b", "y mean inverse", ("epsilon", 0f)).Output("y", "mean", "inverse").Run();

        results[0].Values.Should().Equal(-1, 3);
        results[1].Values.Should().Equal(2);
        results[2].Values.Should().Equal(1);
    }

    [Theory]
    [InlineData(18, new float[] { 2 }, new double[] { -2, 2, -2, 2 })]
    [InlineData(21, new float[] { 2, 3, 4, 5 }, new double[] { -2, 3, -4, 5 })]
    public void GroupNormalization_ByOpset_ScalesGroupsOrChannels(int opset, float[] scale, double[] expected)
    {
        float[] scales = opset < 21 ? [scale[0], scale[0]] : scale;
        new GraphSketch(opset).Input("x", [1, 4, 1], 1, 3, 10, 20).Floats("s", [scales.Length], scales).Floats("b", [scales.Length], new float[scales.Length])
            .Node("GroupNormalization", "x s b", "y", ("num_groups", 2), ("epsilon", 0f)).Output("y").Run()[0].Values.Should().Equal(expected);
    }

    [Fact]
    public void ReduceLogSumExp_LargeValues_DoesNotOverflow() =>
        new GraphSketch().Input("x", [2], 1000, 1000).Node("ReduceLogSumExp", "x", "y", ("keepdims", 0)).Output("y")
            .Run()[0].Values.Should().ContainSingle().Which.Should().BeApproximately(1000 + Math.Log(2), 1e-9);

    [Fact]
    public void Resize_Opset10BothWays_TakesTheSampleBelowUpwardsAndAboveDownwards() =>
        new GraphSketch(10).Input("x", [2, 3], 1, 2, 3, 4, 5, 6).Floats("s", [2], 2, 0.7f).Node("Resize", "x s", "y").Output("y")
            .Run()[0].Values.Should().Equal(1, 3, 1, 3, 4, 6, 4, 6);

    [Fact]
    public void Resize_KeepsTheAspectRatio_RoundsTheOtherSize() =>
        new GraphSketch(18).Input("x", [1, 1, 2, 4], 1, 2, 3, 4, 5, 6, 7, 8).Integers("sizes", 7, 8)
            .Node("Resize", "x - - sizes", "y", ("axes", new long[] { 2, 3 }), ("keep_aspect_ratio_policy", "not_larger"))
            .Output("y").Import().Network.Shapes[^1].Should().Be(new Shape(1, 1, 4, 8));

    [Fact]
    public void MatMul_KnownMatrix_IsADenseLayer() =>
        new GraphSketch().Input("x", [1, 2], 1, 2).Floats("w", [2, 1], 3, 4).Node("MatMul", "x w", "y").Output("y")
            .Import().Network.Nodes[1].Layer.Kind.Should().Be("dense");
}
