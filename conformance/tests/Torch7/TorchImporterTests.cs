using System.Globalization;
using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats;
using RefCnn.Formats.Torch7;
using RefCnn.Reference;
using Module = RefCnn.ConformanceTests.Torch7.TorchSketch.Module;

namespace RefCnn.ConformanceTests.Torch7;

public class TorchImporterTests : TemporaryFolder
{
    private static readonly Shape Picture = new(1, 1, 2, 2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Import_Sequence_ComputesInEitherForm(bool isAscii)
    {
        Module model = Module.Containing(
            "Sequential",
            Convolution("SpatialConvolutionMM", new TorchSketch.Floats([1, 4], 1, 10, 100, 1000), 2, "bias", new TorchSketch.Floats([1], 0.5f)),
            Module.Of("MulConstant", "constant_scalar", 2),
            Module.Of("View", "size", new long[] { -1 }, "numElements", 1),
            Module.Of("Linear", "weight", new TorchSketch.Floats([2, 1], 1, -1)),
            Module.Of("ReLU", "hook", new TorchSketch.Code()));

        Tensor<double> actual = Run(model, Picture, isAscii, 1, 2, 3, 4);

        actual.Shape.Should().Be(new Shape(1, 2));
        actual.Values.Should().Equal(8643, 0);
    }

    [Theory]
    [InlineData("ReLU", "", "0 2 0 4")]
    [InlineData("LeakyReLU", "negval=0.5", "-0.5 2 -1.5 4")]
    [InlineData("Threshold", "threshold=0 val=0", "0 2 0 4")]
    [InlineData("HardTanh", "min_val=-2 max_val=3", "-1 2 -2 3")]
    [InlineData("AddConstant", "constant_scalar=1", "0 3 -2 5")]
    [InlineData("Abs", "", "1 2 3 4")]
    [InlineData("TotalVariation", "strength=1", "-1 2 -3 4")]
    [InlineData("SpatialMaxPooling", "kW=2 kH=2 dW=2 dH=2 padW=0 padH=0", "4")]
    [InlineData("SpatialAveragePooling", "kW=2 kH=1 dW=2 dH=1", "0.5 0.5")]
    [InlineData("SpatialUpSamplingNearest", "scale_factor=1", "-1 2 -3 4")]
    [InlineData("SpatialReflectionPadding", "pad_l=1 pad_r=0 pad_t=0 pad_b=0", "2 -1 2 4 -3 4")]
    [InlineData("SpatialReplicationPadding", "pad_l=1 pad_r=0 pad_t=0 pad_b=0", "-1 -1 2 -3 -3 4")]
    [InlineData("SpatialZeroPadding", "pad_l=0 pad_r=1 pad_t=0 pad_b=0", "-1 2 0 -3 4 0")]
    [InlineData("Dropout", "p=0.5", "-1 2 -3 4")]
    [InlineData("ReLU6", "", "0 2 0 4")]
    [InlineData("Clamp", "min_val=-1 max_val=2", "-1 2 -1 2")]
    [InlineData("SpatialUpSamplingBilinear", "scale_factor=1", "-1 2 -3 4")]
    [InlineData("PixelShuffle", "upscaleFactor=1", "-1 2 -3 4")]
    [InlineData("SoftMax", "", "1 1 1 1")]
    [InlineData("SpatialSoftMax", "", "1 1 1 1")]
    [InlineData("LogSoftMax", "", "0 0 0 0")]
    public void Import_ModuleWithoutWeights_Computes(string type, string members, string expected)
    {
        object?[] pairs = [.. members.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(member => new object[] { member.Split('=')[0], Number(member.Split('=')[1]) })];

        Run(Module.Of(type, pairs), Picture, false, -1, 2, -3, 4).Values.Should().Equal(expected.Split(' ').Select(Number));
    }

    [Theory]
    [InlineData("Sigmoid", "", "0.2689414 0.8807971 0.0474259 0.9820138")]
    [InlineData("ELU", "alpha=1", "-0.6321206 2 -0.9502129 4")]
    [InlineData("SoftPlus", "beta=1", "0.3132617 2.1269280 0.0485874 4.0181499")]
    [InlineData("Exp", "", "0.3678794 7.3890561 0.0497871 54.5981500")]
    [InlineData("SpatialCrossMapLRN", "size=1 alpha=1 beta=1 k=1", "-0.5 0.4 -0.3 0.2352941")]
    public void Import_ModuleWithoutWeights_ComputesNearly(string type, string members, string expected)
    {
        object?[] pairs = [.. members.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(member => new object[] { member.Split('=')[0], Number(member.Split('=')[1]) })];

        Run(Module.Of(type, pairs), Picture, false, -1, 2, -3, 4).Values.Zip(expected.Split(' ').Select(Number)).Should().AllSatisfy(pair => pair.First.Should().BeApproximately(pair.Second, 1e-5));
    }

    [Theory]
    [InlineData("Sqrt", "1 2")]
    [InlineData("Log", "0 1.3862943611198906")]
    public void Import_FunctionOfPositiveValues_Computes(string type, string expected) =>
        Run(Module.Of(type), new Shape(1, 2), false, 1, 4).Values.Should().Equal(expected.Split(' ').Select(Number));

    [Theory]
    [InlineData("CMulTable", "1 4")]
    [InlineData("CSubTable", "0 4")]
    [InlineData("CDivTable", "1 -1")]
    [InlineData("CMaxTable", "1 2")]
    [InlineData("CMinTable", "1 -2")]
    public void Import_TableOfTwo_IsCombined(string type, string expected)
    {
        Module model = Module.Containing("Sequential", Module.Containing("ConcatTable", Module.Of("Abs"), Module.Of("Identity")), Module.Of(type));

        double[] values = Run(model, new Shape(1, 2), false, 1, type == "CMulTable" ? 2 : -2).Values;

        values.Should().Equal(expected.Split(' ').Select(Number));
    }

    [Fact]
    public void Import_PRelu_HasASlopeForEachChannelOrForAll()
    {
        Run(Module.Of("PReLU", "weight", new TorchSketch.Floats([1], 0.5f)), new Shape(1, 2, 1), false, -2, -4).Values.Should().Equal(-1, -2);
        Run(Module.Of("PReLU", "nOutputPlane", 2, "weight", new TorchSketch.Floats([2], 0.5f, 0.25f)), new Shape(1, 2, 1), false, -2, -4).Values.Should().Equal(-1, -1);
    }

    [Fact]
    public void Import_DilatedConvolution_SkipsSamples()
    {
        Module model = Convolution("SpatialDilatedConvolution", new TorchSketch.Floats([1, 1, 2, 2], 1, 10, 100, 1000), 2, "dilationW", 2, "dilationH", 1);

        Run(model, new Shape(1, 1, 2, 3), false, 1, 2, 3, 4, 5, 6).Values.Should().Equal(6431);
    }

    [Fact]
    public void Import_Containers_PassTheirTablesOn()
    {
        Module both = Module.Containing("ConcatTable", Module.Of("Identity"), Module.Of("Abs"));
        Module concat = Module.Containing("Concat", Module.Of("Abs"), Module.Of("Identity"));
        concat.Members["dimension"] = 2.0;
        Module Then(params Module[] modules) => Module.Containing("Sequential", modules);
        Module Select(double index) => Module.Of("SelectTable", "index", index);

        Run(Module.Containing("DataParallelTable", Module.Of("Abs")), new Shape(1, 2), false, -1, 2).Values.Should().Equal(1, 2);
        Run(concat, new Shape(1, 1, 2), false, -1, 2).Values.Should().Equal(1, 2, -1, 2);
        Run(Then(both, Select(2)), new Shape(1, 2), false, -1, 2).Values.Should().Equal(1, 2);
        Run(Then(both, Select(-2)), new Shape(1, 2), false, -1, 2).Values.Should().Equal(-1, 2);
        Run(Then(both, Module.Containing("ParallelTable", Module.Of("Abs"), Module.Of("ReLU")), Module.Of("CSubTable")), new Shape(1, 2), false, -1, 2).Values.Should().Equal(0, 0);
    }

    [Fact]
    public void Import_ContainersOfAnotherNumber_AreRefused()
    {
        Module both = Module.Containing("ConcatTable", Module.Of("Identity"), Module.Of("Abs"));
        Module concat = Module.Containing("Concat", both);
        concat.Members["dimension"] = 1.0;
        void Refused(string reason, params Module[] modules) =>
            FluentActions.Invoking(() => Import(Module.Containing("Sequential", modules), Picture)).Should().Throw<ModelFormatException>().WithMessage($"*m.t7: {reason}");

        Refused("module 2 (nn.SelectTable): selects 3 of 2", both, Module.Of("SelectTable", "index", 3));
        Refused("module 2 (nn.ParallelTable): has 1 modules for a table of 2; expected as many", both, Module.Containing("ParallelTable", Module.Of("Abs")));
        Refused("module 1 (nn.Concat): joins a table of 2; expected single tensors", concat);
        Refused("module 1 (nn.DataParallelTable): contains no module", Module.Containing("DataParallelTable"));
        Refused("module 2 (nn.JoinTable): reads an empty table", Module.Containing("ConcatTable"), Module.Of("JoinTable", "dimension", 1));
        Refused("*no outputs*", Module.Containing("ConcatTable"));
        Refused("module 2 (nn.Abs): reads a table of 2; expected a single tensor", both, Module.Of("Abs"));
        Refused("module 1 (nn.SoftPlus): has beta 2; expected 1", Module.Of("SoftPlus", "beta", 2));
        Refused("module 1 (nn.Threshold): jumps at its threshold; only threshold 0 and value 0 are relu", Module.Of("Threshold", "threshold", 1));
        Refused("module 1 (nn.SpatialAveragePooling): sums without dividing, which no pooling layer does", Module.Of("SpatialAveragePooling", "kW", 1, "kH", 1, "divide", false));
        Refused("module 1 (nn.ShaveImage): shaves 1 off 1×1×2×2; expected a picture of which something is left", Module.Of("ShaveImage", "size", 1));
    }

    [Theory]
    [InlineData("Long", new byte[] { 4, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("Int", new byte[] { 4, 0, 0, 0 })]
    [InlineData("Short", new byte[] { 4, 0 })]
    [InlineData("Byte", new byte[] { 4 })]
    [InlineData("Char", new byte[] { 4 })]
    public void Load_StorageOfAnyElement_IsRead(string element, byte[] bytes) =>
        Import(Module.Of("Reshape", "size", new TorchSketch.Storage(element, 1, bytes)), Picture).Shapes[^1].Should().Be(new Shape(1, 4));

    [Fact]
    public void Load_TextOfNumbersBeyondNumbers_IsRead()
    {
        string text = System.Text.Encoding.ASCII.GetString(TorchSketch.Write(Module.Of("Linear", "weight", new TorchSketch.Floats([1, 3], 11, 22, 33)), isAscii: true));
        File.WriteAllText(FileAt("m.t7"), text.Replace("11 22 33", "-inf inf nan"));

        ((Dense)Load(new Shape(1, 3)).Nodes[^1].Layer).Weight.Values.Should().Equal(float.NegativeInfinity, float.PositiveInfinity, float.NaN);
    }

    [Fact]
    public void Load_FileThatIsNotThere_IsRefused() =>
        FluentActions.Invoking(() => TorchImporter.Load(FileAt("absent.t7"), new ImportOptions(new Dictionary<string, Shape> { ["input"] = Picture }))).Should().Throw<ModelFormatException>().WithMessage("*absent.t7: cannot be read: *");

    [Fact]
    public void Import_StyleNetworkOfAnotherWriter_ComputesWhatPyTorchComputes() => Fixture.Check("style.t7", "style", new Shape(1, 3, 9, 11));

    [Fact]
    public void Import_OldDropout_ScalesWhenItTests() => Run(Module.Of("Dropout", "p", 0.25, "v2", false), new Shape(1, 2), false, 4, 8).Values.Should().Equal(3, 6);

    [Fact]
    public void Import_FullConvolution_HasInputsBeforeOutputs()
    {
        Module model = Convolution("SpatialFullConvolution", new TorchSketch.Floats([1, 1, 2, 2], 1, 2, 3, 4), 2, "adjW", 0, "adjH", 0);

        Run(model, new Shape(1, 1, 1, 1), false, 10).Values.Should().Equal(10, 20, 30, 40);
    }

    [Fact]
    public void Import_ResidualBlock_ShavesAndAdds()
    {
        Module model = Module.Containing(
            "Sequential",
            Module.Containing("ConcatTable", Module.Of("SpatialMaxPooling", "kW", 3, "kH", 3, "dW", 1, "dH", 1), Module.Of("ShaveImage", "size", 1)),
            Module.Of("CAddTable"));

        Run(model, new Shape(1, 1, 3, 3), false, 1, 2, 3, 4, 5, 6, 7, 8, 9).Values.Should().Equal(14);
    }

    [Fact]
    public void Import_JoinTable_CountsItsDimensionWithoutTheBatch()
    {
        Module model = Module.Containing("Sequential", Module.Containing("ConcatTable", Module.Of("Identity"), Module.Of("Abs")), Module.Of("JoinTable", "dimension", 1, "nInputDims", 3));

        Run(model, Picture, false, -1, 2, 3, 4).Shape.Should().Be(new Shape(1, 2, 2, 2));
    }

    [Fact]
    public void Import_Normalizations_TakeTheirStatistics()
    {
        TorchSketch.Floats One(float value) => new([1], value);
        Module model = Module.Of("SpatialBatchNormalization", "running_mean", One(1), "running_var", One(4), "weight", One(2), "bias", One(10), "eps", 0);

        Run(model, new Shape(1, 1, 1, 1), false, 5).Values.Should().Equal(14);
        Run(model with { Type = "BatchNormalization" }, new Shape(1, 1), false, 5).Values.Should().Equal(14);
        Import(Module.Of("InstanceNormalization", "weight", One(2), "bias", One(3), "eps", 1e-5), Picture).Nodes[^1].Layer.Should().BeOfType<InstanceNorm>();
    }

    [Fact]
    public void Import_CheckpointTable_HoldsItsModel()
    {
        File.WriteAllBytes(FileAt("m.t7"), TorchSketch.Write(new Dictionary<object, object?> { ["opt"] = new Dictionary<object, object?> { ["gpu"] = -1 }, ["model"] = Module.Of("Tanh") }));

        Load(new Shape(1, 2)).Nodes[^1].Layer.Should().BeOfType<Tanh>();
    }

    [Fact]
    public void Import_WithoutAnInputShape_AdvisesToGiveIt()
    {
        File.WriteAllBytes(FileAt("m.t7"), TorchSketch.Write(Module.Of("Tanh")));

        FluentActions.Invoking(() => ModelFormats.Load(FileAt("m.t7"), new ImportOptions())).Should().Throw<ModelFormatException>().WithMessage("*leaves the shape of input 'input' open; give it with --input-shape input=*");
    }

    [Theory]
    [InlineData("gModule", "module at the top (nn.gModule): is a graph of nnGraph*")]
    [InlineData("LSTM", "module at the top (nn.LSTM): the module is not supported*")]
    [InlineData("SpatialConvolution", "module at the top (nn.SpatialConvolution): has no number 'kH'")]
    [InlineData("CAddTable", "module at the top (nn.CAddTable): reads a table of 1; expected 2 or more")]
    [InlineData("Sequential", "module at the top (nn.Sequential): has no modules")]
    public void Import_ModuleThatCannotBe_IsRefused(string type, string reason) =>
        FluentActions.Invoking(() => Import(Module.Of(type), Picture)).Should().Throw<ModelFormatException>().WithMessage($"*m.t7: {reason}");

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(150)]
    public void Load_FileThatEndsEarly_IsRefused(int length)
    {
        byte[] whole = TorchSketch.Write(Module.Of("Linear", "weight", new TorchSketch.Floats([4, 4], new float[16])));
        File.WriteAllBytes(FileAt("m.t7"), whole[..length]);

        FluentActions.Invoking(() => Load(Picture)).Should().Throw<ModelFormatException>().WithMessage("*m.t7: is not a Torch7 file that can be read: *");
    }

    [Fact]
    public void Load_TablesNestedTooDeep_AreRefused()
    {
        Dictionary<object, object?> table = [];
        for (int i = 0; i < 300; i++) table = new() { ["t"] = table };
        File.WriteAllBytes(FileAt("m.t7"), TorchSketch.Write(table));

        FluentActions.Invoking(() => Load(Picture)).Should().Throw<ModelFormatException>().WithMessage("*nested more than 256 deep*");
    }

    private static Module Convolution(string type, TorchSketch.Floats weight, int kernel, params object?[] others) => Module.Of(
        type, ["nInputPlane", 1, "nOutputPlane", 1, "kW", kernel, "kH", kernel, "dW", 1, "dH", 1, "padW", 0, "padH", 0, "weight", weight, .. others]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private Network Import(Module model, Shape input, bool isAscii = false)
    {
        File.WriteAllBytes(FileAt("m.t7"), TorchSketch.Write(model, isAscii));
        return Load(input);
    }

    private Network Load(Shape input) => ModelFormats.Load(FileAt("m.t7"), new ImportOptions(new Dictionary<string, Shape> { ["input"] = input })).Network;

    private Tensor<double> Run(Module model, Shape shape, bool isAscii, params float[] input)
    {
        using ICompiledNetwork compiled = new ReferenceBackend().Compile(Import(model, shape, isAscii), new CompileOptions());
        return compiled.Run(new Dictionary<string, Tensor<float>> { ["input"] = new(shape, input) }).Outputs["output"].ToDouble();
    }
}
