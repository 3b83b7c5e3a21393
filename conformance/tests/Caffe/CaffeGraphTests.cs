using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats;
using RefCnn.Formats.Caffe;
using RefCnn.Formats.Caffe.Schema;

namespace RefCnn.ConformanceTests.Caffe;

public class CaffeGraphTests : TemporaryFolder
{
    [Theory]
    [InlineData("input: 'x' input_dim: 1 input_dim: 2 input_dim: 3 input_dim: 4")]
    [InlineData("input: 'x' input_shape { dim: 1 dim: 2 dim: 3 dim: 4 }")]
    [InlineData("input: \"x\" input_shape: < dim: [1, 2, 3, 4] >")]
    [InlineData("layer { name: 'i' type: 'Input' top: 'x' input_param { shape: { dim: 1 dim: 2 dim: 3 dim: 4 } } }")]
    [InlineData("layer { name: 'i' type: 'MemoryData' top: 'x' top: 'label' memory_data_param { batch_size: 1 channels: 2 height: 3 width: 4 } }")]
    [InlineData("layers { name: 'i' type: DUMMY_DATA top: 'x' dummy_data_param { num: 1 channels: 2 height: 3 width: 4 } }")]
    public void Import_InputInAnySpelling_HasItsShape(string input)
    {
        string field = input.StartsWith("layers", StringComparison.Ordinal) ? "layers { type: RELU" : "layer { type: 'ReLU'";

        Network network = new CaffeSketch($"{input} {field} name: 'y' bottom: 'x' top: 'y' }}").Import().Network;

        network.Nodes[network.Inputs.Should().ContainSingle().Which].Name.Should().Be("x");
        network.Shapes[0].Should().Be(new Shape(1, 2, 3, 4));
    }

    [Theory]
    [InlineData(new byte[] { 0x0A, 1, (byte)'n', 0x12, 0 }, true)]
    [InlineData(new byte[] { 0x0A, 1, (byte)'n', 0x1A, 0 }, true)]
    [InlineData(new byte[] { 0x0A, 1, (byte)'n', 0xA2, 0x06 }, true)]
    [InlineData(new byte[] { 0x0A, 1, (byte)'n', 0x22, 0 }, false)]
    [InlineData(new byte[] { 0x0A, 9, (byte)'n', 0x12, 0 }, false)]
    [InlineData(new byte[] { 0x0A }, false)]
    public void Recognizes_NameThenALayerOrAnInput_IsAStoredNet(byte[] head, bool expected) => CaffeWeights.Recognizes(head).Should().Be(expected);

    [Fact]
    public void Import_BlobsInThePrototxt_AreTheWeights()
    {
        CaffeSketch.Of("InnerProduct", "inner_product_param { num_output: 1 bias_term: false } blobs { shape { dim: 1 dim: 2 } data: [3, 4] }", 1, 2).Run(1, 1)[0].Values.Should().Equal(7);
        CaffeSketch.Of("InnerProduct", "inner_product_param { num_output: 1 bias_term: false } blobs { num: 1 channels: 1 height: 1 width: 2 double_data: [3, 4] }", 1, 2).Run(1, 1)[0].Values.Should().Equal(7);
    }

    [Theory]
    [InlineData("layer { name: 'i' type: 'Input' top: 'x' top: 'z' top: 'w' input_param { shape { dim: 1 } shape { dim: 2 } } }", "layer 'i' (Input): has 2 shapes for 3 blobs; expected one, or one each")]
    [InlineData("input: 'x' input_shape { dim: 100000 dim: 100000 }", "input 'x': *more than 268435456 elements*")]
    [InlineData("input: 'x' input_shape { dim: 1 } input_dim: 1", "has input_shape and input_dim; expected one of them")]
    [InlineData("input: 'x' input_dim: 1", "has 1 input_dim for 1 input; expected four each")]
    public void Import_InputThatCannotBe_IsRefused(string input, string reason) =>
        new CaffeSketch($"{input} layer {{ name: 'y' type: 'ReLU' bottom: 'x' top: 'y' }}").Importing().Should().Throw<ModelFormatException>().WithMessage($"sketch.prototxt: {reason}");

    [Fact]
    public void Import_OldestForm_BecomesTheLayersOfToday()
    {
        CaffeSketch net = new CaffeSketch("""
            input: "x" input_dim: [1, 1, 1, 2]
            layers { layer { name: "double" type: "concat" concat_dim: 1 } bottom: "x" bottom: "x" top: "double" }
            layers { layer { name: "norm" type: "lrn" local_size: 1 alpha: 1 beta: 1 } bottom: "double" top: "norm" }
            layers { layer { name: "fc" type: "innerproduct" num_output: 1 biasterm: false } bottom: "norm" top: "fc" }
            """).Blob("fc", [1, 4], 10, 100, 1000, 10000);

        // x / (1 + x²) of 1 and 0, twice.
        net.Run(1, 0)[0].Values.Should().Equal(505);
    }

    [Fact]
    public void Import_SeveralInputs_HaveFourDimensionsEach()
    {
        var net = new CaffeSketch("input: 'a' input: 'b' input_dim: [1, 2, 3, 4, 5, 6, 7, 8] layer { name: 'y' type: 'Flatten' bottom: 'b' top: 'y' } layer { name: 'z' type: 'ReLU' bottom: 'a' top: 'z' }");

        net.Import().Network.Shapes.Select(shape => shape.ToString()).Should().Equal("1×2×3×4", "5×6×7×8", "5×336", "1×2×3×4");
    }

    [Fact]
    public void Import_DataWithoutAShape_AdvisesToGiveIt()
    {
        const string Net = "layer { name: 'd' type: 'Data' top: 'data' top: 'label' data_param { source: 'db' batch_size: 8 backend: LMDB } } layer { name: 'y' type: 'ReLU' bottom: 'data' top: 'y' }";

        new CaffeSketch(Net).Importing().Should().Throw<ModelFormatException>().WithMessage("*leaves the shape of input 'data' open; give it with --input-shape data=*");
        new CaffeSketch(Net).Import(new ImportOptions(new Dictionary<string, Shape> { ["data"] = new(1, 3, 5, 5) })).Network.Shapes[^1].Should().Be(new Shape(1, 3, 5, 5));
    }

    [Fact]
    public void Import_ShapeOfAnInputThatIsNotThere_IsRefused() => FluentActions
        .Invoking(() => CaffeSketch.Of("ReLU", "", 1).Import(new ImportOptions(new Dictionary<string, Shape> { ["data"] = new(1) })))
        .Should().Throw<ModelFormatException>().WithMessage("*has no input 'data'; its inputs are 'x'");

    [Fact]
    public void Import_LayersInPlace_FollowOneAnother()
    {
        var net = new CaffeSketch(
            "input: 'x' input_shape { dim: 2 } layer { name: 'a' type: 'Power' bottom: 'x' top: 'y' power_param { shift: -3 } } layer { name: 'b' type: 'ReLU' bottom: 'y' top: 'y' } layer { name: 'c' type: 'Power' bottom: 'y' top: 'y' power_param { scale: 10 } }");

        net.Import().Network.Outputs.Select(output => output.Name).Should().Equal("y");
        net.Run(1, 4)[0].Values.Should().Equal(0, 10);
    }

    [Fact]
    public void Import_BlobsThatNobodyReads_AreOutputsInTheOrderOfTheirNames()
    {
        var net = new CaffeSketch("input: 'x' input_shape { dim: 2 } layer { name: 'first' type: 'ReLU' bottom: 'x' top: 'z' } layer { name: 'second' type: 'AbsVal' bottom: 'x' top: 'a' }");

        net.Import().Network.Outputs.Select(output => output.Name).Should().Equal("a", "z");
    }

    [Fact]
    public void Import_SilencedBlob_IsNoOutput()
    {
        var net = new CaffeSketch("input: 'x' input_shape { dim: 2 } layer { name: 's' type: 'Split' bottom: 'x' top: 'a' top: 'b' } layer { name: 'y' type: 'ReLU' bottom: 'a' top: 'y' } layer { name: 'n' type: 'AbsVal' bottom: 'b' top: 'n' } layer { name: 'q' type: 'Silence' bottom: 'n' }");

        net.Import().Network.Outputs.Select(output => output.Name).Should().Equal("y");
    }

    [Fact]
    public void Import_LayersOfTraining_AreDroppedWithANote()
    {
        var net = new CaffeSketch(
            """
            layer { name: "data" type: "MemoryData" top: "data" top: "label" memory_data_param { batch_size: 1 channels: 1 height: 1 width: 2 } }
            layer { name: "score" type: "ReLU" bottom: "data" top: "score" }
            layer { name: "loss" type: "SoftmaxWithLoss" bottom: "score" bottom: "label" top: "loss" loss_param { ignore_label: 255 } }
            layer { name: "accuracy" type: "Accuracy" bottom: "score" bottom: "label" top: "accuracy" include { phase: TEST } }
            """);

        ImportedModel model = net.Import();

        model.Network.Outputs.Select(output => output.Name).Should().Equal("score");
        model.Notes.Should().Contain("layer 'loss' (SoftmaxWithLoss) is for training or scoring only and was dropped").And.Contain(note => note.Contains("skipped: loss_param"));
    }

    [Theory]
    [InlineData("include { phase: TEST }", true)]
    [InlineData("include { phase: TRAIN }", false)]
    [InlineData("exclude { phase: TEST }", false)]
    [InlineData("exclude { phase: TRAIN }", true)]
    [InlineData("include { phase: TRAIN } include { phase: TEST }", true)]
    [InlineData("include { min_level: 2 }", true)]
    [InlineData("include { max_level: 1 }", false)]
    [InlineData("include { stage: 'deploy' }", true)]
    [InlineData("include { stage: 'deploy' stage: 'other' }", false)]
    [InlineData("exclude { not_stage: 'other' }", false)]
    public void Import_RulesOfPhaseLevelAndStage_DecideALayer(string rules, bool isIncluded)
    {
        var net = new CaffeSketch($"input: 'x' input_shape {{ dim: 1 }} state {{ level: 2 stage: 'deploy' }} layer {{ name: 'y' type: 'ReLU' bottom: 'x' top: 'y' }} layer {{ name: 'z' type: 'AbsVal' bottom: 'y' top: 'z' {rules} }}");

        net.Import().Network.IndexOf("z").Should().Be(isIncluded ? 2 : -1);
    }

    [Fact]
    public void Import_NetOf2014_IsUpgraded()
    {
        CaffeSketch net = new CaffeSketch(
            """
            input: "data" input_dim: 1 input_dim: 1 input_dim: 2 input_dim: 2
            layers { name: "conv" type: CONVOLUTION bottom: "data" top: "conv" blobs_lr: 1 blobs_lr: 2 weight_decay: 1 convolution_param { num_output: 1 kernel_size: 2 weight_filler { type: "gaussian" std: 0.01 } } }
            layers { name: "relu" type: RELU bottom: "conv" top: "conv" relu_param { negative_slope: 0.5 } }
            """).Blob("conv", [1, 1, 2, 2], 1, 1, 1, 1).Blob("conv", [1], -20);

        net.Run(1, 2, 3, 4)[0].Values.Should().Equal(-5);
    }

    [Fact]
    public void Import_NetOf2013_IsUpgradedWithItsPaddingLayers()
    {
        CaffeSketch net = new CaffeSketch(
            """
            input: "data" input_dim: 1 input_dim: 1 input_dim: 2 input_dim: 2
            layers { layer { name: "pad" type: "padding" pad: 1 } bottom: "data" top: "padded" }
            layers { layer { name: "conv" type: "conv" num_output: 1 kernelsize: 3 stride: 1 biasterm: false } bottom: "padded" top: "conv" }
            layers { layer { name: "relu" type: "relu" } bottom: "conv" top: "conv" }
            layers { layer { name: "pool" type: "pool" kernelsize: 2 stride: 2 pool: AVE } bottom: "conv" top: "pool" }
            """).Blob("conv", [1, 1, 3, 3], 1, 1, 1, 1, 1, 1, 1, 1, 1);

        net.Run(1, 2, 3, 4)[0].Values.Should().Equal(10);
    }

    [Fact]
    public void Import_CaffemodelOfOlderForms_GivesTheSameBlobs()
    {
        StoredBlob blob = new() { Num = 1, Channels = 1, Height = 1, Width = 2, Data = { 3, 4 } };
        var stored = new StoredNet { Layers = { new V1StoredLayer { Name = "v1", Blobs = { blob } }, new V1StoredLayer { Layer = new V0StoredLayer { Name = "v0", Blobs = { blob } } } } };

        var weights = new CaffeWeights(stored);

        weights.Of("v1")![0].As(new Shape(1, 2))!.Values.Should().Equal(3, 4);
        weights.Of("v0")![0].As(new Shape(2))!.Values.Should().Equal(3, 4);
        weights.Of("v2").Should().BeNull();
    }

    [Fact]
    public void Import_BlobsOfDoubles_AreRead() =>
        CaffeBlob.Of(new StoredBlob { Shape = new StoredShape { Dim = { 2 } }, DoubleData = { 1.5, 2.5 } }).As(new Shape(2))!.Values.Should().Equal(1.5f, 2.5f);

    [Theory]
    [InlineData("input: 'x'", "leaves the shape of input 'x' open*")]
    [InlineData("input: 'x' input_dim: 1", "has 1 input_dim for 1 input; expected four each")]
    [InlineData("input: 'x' input_shape { dim: 0 }", "input 'x' has the shape 0; expected*")]
    [InlineData("input: 'x' input_shape { dim: 1 } layer { name: 'y' type: 'ReLU' bottom: 'ghost' top: 'y' }", "layer 'y' (ReLU): reads the blob 'ghost', which nothing before it makes")]
    [InlineData("layer { name: 'y' type: 'ReLU'", "line 1, column *: the end of the text; expected a field's name or '}'")]
    [InlineData("layer { name: 'y' } layers { name: 'z' type: RELU }", "has fields 'layer' and 'layers'; expected layers of one form")]
    public void Import_NetThatCannotBe_IsRefusedInOneLine(string text, string reason) =>
        new CaffeSketch(text).Importing().Should().Throw<ModelFormatException>().WithMessage($"sketch.prototxt: {reason}");

    [Fact]
    public void Load_NameThatSaysNothing_IsRecognisedByContent()
    {
        File.WriteAllText(FileAt("net.txt"), "# a comment\nname: \"n\"\ninput: \"x\" input_shape { dim: 1 }\nlayer { name: \"y\" type: \"ReLU\" bottom: \"x\" top: \"y\" }\n");

        ModelFormats.Load(FileAt("net.txt"), new ImportOptions()).Network.Nodes[^1].Layer.Should().BeOfType<Relu>();
    }

    [Fact]
    public void Load_WeightsAsTheModel_AdvisesToGiveThePrototxt()
    {
        File.WriteAllBytes(FileAt("net.caffemodel"), [0x0A, 1, (byte)'n', 0xA2, 0x06, 0]);

        FluentActions.Invoking(() => ModelFormats.Load(FileAt("net.caffemodel"), new ImportOptions())).Should().Throw<ModelFormatException>().WithMessage("*holds Caffe's weights; give the prototxt as --model*");
    }

    [Fact]
    public void Load_DamagedWeights_AreRefused()
    {
        File.WriteAllText(FileAt("net.prototxt"), "input: 'x' input_shape { dim: 1 } layer { name: 'y' type: 'ReLU' bottom: 'x' top: 'y' }");
        File.WriteAllText(FileAt("net.caffemodel"), "nothing of the kind");

        FluentActions.Invoking(() => ModelFormats.Load(FileAt("net.prototxt"), new ImportOptions(WeightsPath: FileAt("net.caffemodel"))))
            .Should().Throw<ModelFormatException>().WithMessage("*net.caffemodel: is not a .caffemodel, or is damaged");
    }
}
