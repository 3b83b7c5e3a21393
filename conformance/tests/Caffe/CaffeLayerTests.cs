using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats;

namespace RefCnn.ConformanceTests.Caffe;

public class CaffeLayerTests
{
    [Theory]
    [InlineData("ReLU", "", "0 2")]
    [InlineData("ReLU", "relu_param { negative_slope: 0.5 }", "-0.5 2")]
    [InlineData("AbsVal", "", "1 2")]
    [InlineData("Power", "power_param { power: 2 scale: 3 shift: 1 }", "4 49")]
    [InlineData("Power", "", "-1 2")]
    [InlineData("Exp", "exp_param { base: 2 shift: 1 }", "1 8")]
    [InlineData("Log", "log_param { base: 2 scale: 2 shift: 4 }", "1 3")]
    [InlineData("Clip", "clip_param { min: -0.5 max: 1 }", "-0.5 1")]
    [InlineData("Dropout", "dropout_param { dropout_ratio: 0.5 }", "-1 2")]
    [InlineData("Split", "", "-1 2")]
    [InlineData("Reduction", "", "1")]
    [InlineData("Reduction", "reduction_param { operation: ASUM axis: 1 coeff: 2 }", "6")]
    [InlineData("Reduction", "reduction_param { operation: SUMSQ axis: -1 }", "5")]
    [InlineData("Reduction", "reduction_param { operation: MEAN }", "0.5")]
    [InlineData("Tile", "tile_param { axis: 1 tiles: 2 }", "-1 2 -1 2")]
    [InlineData("Swish", "", "-0.2689414 1.7615942")]
    [InlineData("Swish", "swish_param { beta: 2 }", "-0.1192029 1.9640276")]
    public void Import_LayerOfOneInput_Computes(string type, string parameters, string expected)
    {
        Tensor<double> actual = CaffeSketch.Of(type, parameters, 1, 2).Run(-1, 2).Should().ContainSingle().Which;

        double[] values = [.. expected.Split(' ').Select(value => double.Parse(value, System.Globalization.CultureInfo.InvariantCulture))];
        actual.Values.Should().HaveCount(values.Length);
        actual.Values.Zip(values).Should().AllSatisfy(pair => pair.First.Should().BeApproximately(pair.Second, 1e-6));
    }

    [Theory]
    [InlineData("Elu", "ELU", "elu_param { alpha: 0.5 }")]
    [InlineData("Sigmoid", "Sigmoid", "sigmoid_param { engine: CAFFE }")]
    [InlineData("Tanh", "TanH", "")]
    [InlineData("Softplus", "BNLL", "")]
    [InlineData("Softmax", "Softmax", "softmax_param { axis: -1 }")]
    [InlineData("LocalResponseNorm", "LRN", "lrn_param { local_size: 3 alpha: 2 k: 1 }")]
    [InlineData("MeanVarianceNorm", "MVN", "mvn_param { across_channels: true }")]
    public void Import_LayerWithACounterpart_BecomesIt(string expected, string type, string parameters) =>
        CaffeSketch.Of(type, parameters, 1, 2, 3, 3).Import().Network.Nodes[^1].Layer.GetType().Name.Should().Be(expected);

    [Theory]
    [InlineData("operation: PROD", 6)]
    [InlineData("operation: MAX", 3)]
    [InlineData("", 5)]
    [InlineData("coeff: 2 coeff: -1", 1)]
    public void Import_Eltwise_CombinesItsInputs(string parameters, double expected)
    {
        var net = new CaffeSketch(
            $"input: 'x' input_dim: [1, 2, 1, 1] layer {{ name: 's' type: 'Slice' bottom: 'x' top: 'a' top: 'b' }} layer {{ name: 'y' type: 'Eltwise' bottom: 'a' bottom: 'b' top: 'y' eltwise_param {{ {parameters} }} }}");

        net.Run(2, 3)[0].Values.Should().Equal(expected);
    }

    [Fact]
    public void Import_Slice_CutsAtItsPoints()
    {
        var net = new CaffeSketch("input: 'x' input_dim: 1 input_dim: 5 input_dim: 1 input_dim: 1 layer { name: 's' type: 'Slice' bottom: 'x' top: 'a' top: 'b' top: 'c' slice_param { slice_point: 1 slice_point: 3 } }");

        net.Run(1, 2, 3, 4, 5).Select(part => string.Join(' ', part.Values)).Should().Equal("1", "2 3", "4 5");
    }

    [Fact]
    public void Import_Convolution_TakesGroupsDilationAndRectangles()
    {
        CaffeSketch net = CaffeSketch.Of("Convolution", "convolution_param { num_output: 2 group: 2 kernel_h: 1 kernel_w: 2 pad_h: 0 pad_w: 1 stride_h: 2 stride_w: 1 dilation: 2 bias_term: false }", 1, 2, 3, 4)
            .Blob("y", [2, 1, 1, 2], 1, 2, 3, 4);

        var layer = (Conv2D)net.Import().Network.Nodes[^1].Layer;

        layer.Groups.Should().Be(2);
        layer.Bias.Should().BeNull();
        layer.Window.Should().Be(new Window2D(new Size2D(1, 2), new Size2D(2, 1), 2, new Padding2D(0, 1, 0, 1)));
    }

    [Fact]
    public void Import_Deconvolution_HasInputsBeforeOutputs()
    {
        CaffeSketch net = CaffeSketch.Of("Deconvolution", "convolution_param { num_output: 1 kernel_size: 2 stride: 2 }", 1, 2, 1, 1)
            .Blob("y", [2, 1, 2, 2], 1, 2, 3, 4, 10, 20, 30, 40).Blob("y", [1], 5);

        net.Run(1, 1)[0].Values.Should().Equal(16, 27, 38, 49);
    }

    [Theory]
    [InlineData(false, "2 5")]
    [InlineData(true, "3 6")]
    public void Import_InnerProduct_FlattensAndMayTranspose(bool transpose, string expected)
    {
        CaffeSketch net = CaffeSketch.Of("InnerProduct", $"inner_product_param {{ num_output: 2 bias_term: false transpose: {(transpose ? "true" : "false")} }}", 1, 1, 1, 2)
            .Blob("y", [2, 2], transpose ? [1, 2, 2, 4] : [0, 2, 3, 2]);

        string.Join(' ', net.Run(1, 1)[0].Values).Should().Be(expected);
    }

    [Fact]
    public void Import_BlobOfFourExtents_IsTakenForItsLayersShape()
    {
        CaffeSketch net = CaffeSketch.Of("InnerProduct", "inner_product_param { num_output: 1 }", 1, 2).Blob("y", [1, 1, 1, 2], 3, 4).Blob("y", [1, 1, 1, 1], 5);

        net.Run(1, 1)[0].Values.Should().Equal(12);
    }

    [Theory]
    [InlineData("", "4 5")]
    [InlineData("round_mode: FLOOR", "4")]
    [InlineData("ceil_mode: false", "4")]
    public void Import_Pooling_RoundsUpUnlessTold(string rounding, string expected)
    {
        CaffeSketch net = CaffeSketch.Of("Pooling", $"pooling_param {{ kernel_h: 1 kernel_w: 2 stride: 3 {rounding} }}", 1, 1, 1, 4);

        string.Join(' ', net.Run(4, 1, 1, 5)[0].Values).Should().Be(expected);
    }

    [Fact]
    public void Import_AveragePooling_CountsPaddingButNoOverhang()
    {
        CaffeSketch net = CaffeSketch.Of("Pooling", "pooling_param { pool: AVE kernel_size: 3 pad: 1 stride: 3 }", 1, 1, 3, 3);

        // Along an axis the windows are −1 … 1 and 2 … 4, and padding ends at 3: each holds 3 and 2 samples with padding.
        net.Run(9, 9, 9, 9, 9, 9, 9, 9, 9)[0].Values.Should().Equal(4, 3, 3, 2.25);
    }

    [Theory]
    [InlineData("MAX", 4)]
    [InlineData("AVE", 2.5)]
    public void Import_GlobalPooling_CoversTheChannel(string pool, double expected) =>
        CaffeSketch.Of("Pooling", $"pooling_param {{ pool: {pool} global_pooling: true }}", 1, 1, 2, 2).Run(1, 2, 3, 4)[0].Values.Should().Equal(expected);

    [Theory]
    [InlineData(2, 3)]
    [InlineData(0, 1e3)]
    public void Import_BatchNorm_DividesItsSumsByTheFactor(float factor, double expected)
    {
        CaffeSketch net = CaffeSketch.Of("BatchNorm", "batch_norm_param { eps: 0.000001 }", 1, 1, 1, 1).Blob("y", [1], 8).Blob("y", [1], 0.5f).Blob("y", [1], factor);

        double actual = net.Run(factor == 0 ? 1 : 5.5f)[0][0];

        actual.Should().BeApproximately(expected, expected * 1e-3);
    }

    [Fact]
    public void Import_ScaleByChannel_MultipliesAndAdds()
    {
        CaffeSketch net = CaffeSketch.Of("Scale", "scale_param { bias_term: true }", 1, 2, 1, 2).Blob("y", [2], 2, 3).Blob("y", [2], 10, 20);

        net.Run(1, 2, 3, 4)[0].Values.Should().Equal(12, 14, 29, 32);
    }

    [Theory]
    [InlineData("axis: 0 num_axes: 0", new int[0], new[] { 3f }, "3 6 9 12")]
    [InlineData("axis: 3", new[] { 2 }, new[] { 1f, 10 }, "1 20 3 40")]
    [InlineData("axis: 1 num_axes: -1", new[] { 2, 1, 2 }, new[] { 1f, 2, 3, 4 }, "1 4 9 16")]
    public void Import_ScaleOfOtherAxes_Broadcasts(string parameters, int[] extents, float[] values, string expected) =>
        string.Join(' ', CaffeSketch.Of("Scale", $"scale_param {{ {parameters} }}", 1, 2, 1, 2).Blob("y", extents, values).Run(1, 2, 3, 4)[0].Values).Should().Be(expected);

    [Fact]
    public void Import_ScaleByAnotherBlob_AlignsItAtItsAxis()
    {
        var net = new CaffeSketch(
            "input: 'x' input_shape { dim: 1 dim: 2 dim: 1 dim: 2 } layer { name: 'r' type: 'Reduction' bottom: 'x' top: 'r' reduction_param { axis: 2 } } layer { name: 'y' type: 'Scale' bottom: 'x' bottom: 'r' top: 'y' scale_param { axis: 0 } }");

        net.Run(1, 2, 3, 4)[0].Values.Should().Equal(3, 6, 21, 28);
    }

    [Fact]
    public void Import_Bias_AddsAlongItsAxis() =>
        CaffeSketch.Of("Bias", "", 1, 2, 1, 1).Blob("y", [2], 10, 20).Run(1, 2)[0].Values.Should().Equal(11, 22);

    [Theory]
    [InlineData("", new[] { 2f }, "1.2 0 0 1.6")]
    [InlineData("across_spatial: false channel_shared: false", new[] { 1f, 2 }, "1 0 0 2")]
    public void Import_Normalize_DividesByTheNorm(string parameters, float[] scale, string expected)
    {
        CaffeSketch net = CaffeSketch.Of("Normalize", $"norm_param {{ {parameters} }}", 1, 2, 1, 2).Blob("y", [scale.Length], scale);

        double[] values = [.. expected.Split(' ').Select(value => double.Parse(value, System.Globalization.CultureInfo.InvariantCulture))];
        net.Run(3, 0, 0, 4)[0].Values.Zip(values).Should().AllSatisfy(pair => pair.First.Should().BeApproximately(pair.Second, 1e-6));
    }

    [Theory]
    [InlineData("channel_shared: true", new[] { 0.5f }, "-0.5 -1")]
    [InlineData("", new[] { 0.5f, 2 }, "-0.5 -4")]
    public void Import_PRelu_HasASlopeForEachChannelOrForAll(string parameters, float[] slopes, string expected) =>
        string.Join(' ', CaffeSketch.Of("PReLU", $"prelu_param {{ {parameters} }}", 1, 2, 1, 1).Blob("y", [slopes.Length], slopes).Run(-1, -2)[0].Values).Should().Be(expected);

    [Theory]
    [InlineData("Flatten", "", "2×12")]
    [InlineData("Flatten", "flatten_param { axis: 2 }", "2×3×4")]
    [InlineData("Flatten", "flatten_param { axis: 0 end_axis: 1 }", "6×2×2")]
    [InlineData("Reshape", "reshape_param { shape { dim: 0 dim: -1 dim: 2 } }", "2×6×2")]
    [InlineData("Reshape", "reshape_param { shape { dim: -1 } axis: 1 num_axes: 2 }", "2×6×2")]
    [InlineData("Reshape", "reshape_param { shape { dim: 1 dim: 1 } axis: -1 num_axes: 0 }", "2×3×2×2×1×1")]
    [InlineData("Permute", "permute_param { order: 0 order: 2 }", "2×2×3×2")]
    public void Import_LayerThatReshapes_HasCaffesShape(string type, string parameters, string expected) =>
        CaffeSketch.Of(type, parameters, 2, 3, 2, 2).Import().Network.Shapes[^1].ToString().Should().Be(expected);

    [Fact]
    public void Import_Crop_TakesTheSecondsExtentsAtItsOffsets()
    {
        var net = new CaffeSketch(
            "input: 'x' input_shape { dim: 1 dim: 1 dim: 1 dim: 4 } layer { name: 'p' type: 'Pooling' bottom: 'x' top: 'p' pooling_param { kernel_h: 1 kernel_w: 3 } } layer { name: 'y' type: 'Crop' bottom: 'x' bottom: 'p' top: 'y' crop_param { axis: 3 offset: 1 } }");

        net.Run(1, 2, 3, 4)[0].Values.Should().Equal(2, 3);
    }

    [Theory]
    [InlineData("Threshold", "", "layer 'y' (Threshold): jumps at its threshold, which no layer does")]
    [InlineData("Eltwise", "bottom: 'x' eltwise_param { coeff: 1 }", "layer 'y' (Eltwise): has 1 coefficients for a Sum of 2 blobs; expected one a blob, and only for SUM")]
    [InlineData("Convolution", "convolution_param { num_output: 1 kernel_size: 1 kernel_size: 1 kernel_size: 1 }", "layer 'y' (Convolution): has a kernel of 3 numbers; expected 1 or 2: layers are two-dimensional")]
    [InlineData("ArgMax", "", "layer 'y' (ArgMax): gives positions, which no layer does*")]
    [InlineData("Python", "", "layer 'y' (Python): the layer type is not supported; supported are AbsVal, BNLL, *")]
    [InlineData("Convolution", "convolution_param { num_output: 1 kernel_size: 3 }", "layer 'y' (Convolution): needs trained blobs; give the .caffemodel with --weights")]
    [InlineData("Convolution", "convolution_param { num_output: 1 kernel_size: 3 kernel_h: 3 }", "layer 'y' (Convolution): gives its kernel twice*")]
    [InlineData("Convolution", "convolution_param { num_output: 1 }", "layer 'y' (Convolution): has no kernel_size*")]
    [InlineData("Convolution", "convolution_param { num_output: 3 group: 2 kernel_size: 1 }", "layer 'y' (Convolution): has 2 inputs and 3 outputs in 2 groups*")]
    [InlineData("Convolution", "convolution_param { num_output: 4000000000 kernel_size: 1 }", "layer 'y' (Convolution): num_output is 4000000000*")]
    [InlineData("Convolution", "convolution_param { kernal_size: 1 }", "line 1, column *: ConvolutionParameter has no field 'kernal_size'; it has num_output, *")]
    [InlineData("Pooling", "pooling_param { pool: STOCHASTIC kernel_size: 2 }", "layer 'y' (Pooling): pools stochastically*")]
    [InlineData("Pooling", "pooling_param { kernel_size: 2 pad: 2 }", "layer 'y' (Pooling): pads by 2×2; expected less than the kernel of 2×2")]
    [InlineData("Pooling", "pooling_param { kernel_size: 9 }", "layer 'y' (Pooling): *max-pool2d C3*")]
    [InlineData("BatchNorm", "batch_norm_param { use_global_stats: false }", "layer 'y' (BatchNorm): takes mean and variance from the batch*")]
    [InlineData("Reshape", "reshape_param { shape { dim: -1 dim: -1 } }", "layer 'y' (Reshape): leaves two extents open*")]
    [InlineData("Reshape", "reshape_param { shape { dim: 5 dim: -1 } }", "layer 'y' (Reshape): 8 values do not divide by 5*")]
    [InlineData("Softmax", "softmax_param { axis: 4 }", "layer 'y' (Softmax): axis 4 is outside a rank of 4*")]
    [InlineData("LRN", "lrn_param { local_size: 4 }", "layer 'y' (LRN): local_size is 4; expected an odd number")]
    public void Import_LayerThatCannotBe_IsRefusedInOneLine(string type, string parameters, string reason)
    {
        string message = CaffeSketch.Of(type, parameters, 1, 2, 2, 2).Importing().Should().Throw<ModelFormatException>().WithMessage($"sketch.prototxt: {reason}").Which.Message;

        message.Should().NotContain("\n");
    }

    [Fact]
    public void Import_DepthwiseConvolution_HasAKernelForEachChannel() =>
        CaffeSketch.Of("ConvolutionDepthwise", "convolution_param { num_output: 2 kernel_size: 1 kernel_size: 2 bias_term: false }", 1, 2, 1, 2).Blob("y", [2, 1, 1, 2], 1, 10, 100, 1000)
            .Run(1, 2, 3, 4)[0].Values.Should().Equal(21, 4300);

    [Fact]
    public void Import_ScaleOfOtherAxesWithABias_AddsIt() =>
        CaffeSketch.Of("Scale", "scale_param { axis: 3 bias_term: true }", 1, 2, 1, 2).Blob("y", [2], 1, 10).Blob("y", [2], 5, 6).Run(1, 2, 3, 4)[0].Values.Should().Equal(6, 26, 8, 46);

    [Fact]
    public void Import_ScaleByAnotherBlobWithABias_AddsIt()
    {
        CaffeSketch net = new CaffeSketch(
            "input: 'x' input_shape { dim: 1 dim: 2 dim: 1 dim: 2 } layer { name: 'r' type: 'Reduction' bottom: 'x' top: 'r' reduction_param { axis: 2 } } layer { name: 'y' type: 'Scale' bottom: 'x' bottom: 'r' top: 'y' scale_param { axis: 0 bias_term: true } }")
            .Blob("y", [1, 2], 100, 200);

        net.Run(1, 2, 3, 4)[0].Values.Should().Equal(103, 106, 221, 228);
    }

    [Fact]
    public void Import_ScaleByAnotherBlobThatDoesNotAlign_IsRefused()
    {
        var net = new CaffeSketch("input: 'x' input_shape { dim: 1 dim: 2 } input: 'z' input_shape { dim: 3 } layer { name: 'y' type: 'Scale' bottom: 'x' bottom: 'z' top: 'y' }");

        net.Importing().Should().Throw<ModelFormatException>().WithMessage("*layer 'y' (Scale): second input has shape 3; expected the extents of the first, 1×2, from axis 1 on");
    }

    [Fact]
    public void Import_BlobOfAnotherShape_IsRefusedWithBoth() =>
        CaffeSketch.Of("InnerProduct", "inner_product_param { num_output: 2 }", 1, 3).Blob("y", [3, 2], 1, 2, 3, 4, 5, 6).Importing()
            .Should().Throw<ModelFormatException>().WithMessage("*layer 'y' (InnerProduct): has a stored weight of 3×2 (6 values) in the .caffemodel; expected 2×3");
}
