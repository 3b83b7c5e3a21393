using System.Globalization;
using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats;
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
    public void Import_ModuleWithoutWeights_Computes(string type, string members, string expected)
    {
        object?[] pairs = [.. members.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(member => new object[] { member.Split('=')[0], Number(member.Split('=')[1]) })];

        Run(Module.Of(type, pairs), Picture, false, -1, 2, -3, 4).Values.Should().Equal(expected.Split(' ').Select(Number));
    }

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
