using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML;
using RefCnn.CoreML.Schema;

namespace RefCnn.ConformanceTests.CoreMl;

/// <summary>Files as wholes: bytes, versions, packages.</summary>
public class CoreMlFileTests : TemporaryFolder
{
    [Fact]
    public void NeuralNetwork_OfTheSameNetwork_HasTheSameBytes() =>
        CoreMlModel.NeuralNetworkBytes(Small()).Should().Equal(CoreMlModel.NeuralNetworkBytes(Small()));

    [Fact]
    public void Program_OfTheSameNetwork_HasTheSameBytes()
    {
        CoreMlPackage first = CoreMlModel.ProgramParts(Small()), second = CoreMlModel.ProgramParts(Small());

        first.Model.ToArray().Should().Equal(second.Model.ToArray());
        first.Weights.ToArray().Should().Equal(second.Weights.ToArray());
    }

    [Fact]
    public void Version_OfChannelsHeightWidth_IsOne() => VersionOf(Small()).Should().Be(1);

    [Fact]
    public void Version_OfFloat16Weights_IsTwo() => VersionOf(Small(), new EmitOptions(CoreMlPrecision.Float16)).Should().Be(2);

    [Fact]
    public void Version_OfABatch_IsFour() => VersionOf(Small(batch: 2)).Should().Be(4);

    [Fact]
    public void Write_Metadata_IsInTheDescription()
    {
        var metadata = new ModelMetadata("finds cats", "A. Author", "MIT", "1.2");

        byte[] network = CoreMlModel.NeuralNetworkBytes(Small(), new EmitOptions(Metadata: metadata));
        CoreMlPackage program = CoreMlModel.ProgramParts(Small(), new EmitOptions(Metadata: metadata));

        foreach (byte[] file in (byte[][])[network, program.Model.ToArray()])
        {
            Metadata written = Model.Parser.ParseFrom(file).Description.Metadata;
            (written.ShortDescription, written.Author, written.License, written.VersionString).Should().Be(("finds cats", "A. Author", "MIT", "1.2"));
        }
    }

    [Fact]
    public void Write_ImageInputOfAProgram_ReadsBackScaleAndBias()
    {
        CoreMlPackage parts = CoreMlModel.ProgramParts(Small(), new EmitOptions(Image: new ImageInput(ImageColor.Grayscale, 0.5f, [-1])));

        Network read = CoreMlReader.Read(parts, "image.mlpackage").Network;

        CoreMlSketch.Run(read, 4, 6, 8, 10).Values.Should().Equal(CoreMlSketch.Run(Small(), 1, 2, 3, 4).Values);
    }

    [Fact]
    public void Write_LabelsOfTheSecondOutput_KeepTheOrderOfOutputs()
    {
        var builder = new NetworkBuilder("two");
        int x = builder.Input("x", new Shape(1, 2));
        builder.Output("logits", x = builder.Add("double", new Binary(BinaryFunction.Add), x, x));
        builder.Output("classes", builder.Add("softmax", new Softmax(1), x));
        Network network = builder.Build();
        var options = new EmitOptions(ClassLabels: ["cat", "dog"]);

        Network fromNetwork = CoreMlReader.Read(CoreMlModel.NeuralNetworkBytes(network, options), "two.mlmodel").Network;
        Network fromProgram = CoreMlReader.Read(CoreMlModel.ProgramParts(network, options), "two.mlpackage").Network;

        foreach (Network read in (Network[])[fromNetwork, fromProgram]) CoreMlSketch.Run(read, 1, 1.5f).Values.Should().Equal(2, 3);
    }

    [Fact]
    public void Write_Package_ReadsBackTheSameOutputs()
    {
        string path = FileAt("small.mlpackage");

        CoreMlModel.Write(Small(), path);

        float[] input = [1, -2, 3, -4];
        CoreMlSketch.Run(CoreMlReader.Read(path).Network, input).Values.Should().Equal(CoreMlSketch.Run(Small(), input).Values);
    }

    [Fact]
    public void Write_ImageInput_ReadsBackScaleAndBias()
    {
        byte[] file = CoreMlModel.NeuralNetworkBytes(Small(), new EmitOptions(Image: new ImageInput(ImageColor.Grayscale, 0.5f, [-1])));

        Network read = CoreMlReader.Read(file, "image.mlmodel").Network;

        CoreMlSketch.Run(read, 4, 6, 8, 10).Values.Should().Equal(CoreMlSketch.Run(Small(), 1, 2, 3, 4).Values);
    }

    [Fact]
    public void Write_LayerThatCoreMlLacks_NamesNodeAndReason()
    {
        var builder = new NetworkBuilder("n");
        builder.Output("y", builder.Add("indices", new ArgMaxPool2D(Window2D.Of(2)), builder.Input("x", new Shape(1, 1, 2, 2))));
        Network network = builder.Build();

        Action write = () => CoreMlModel.NeuralNetworkBytes(network);

        write.Should().Throw<CoreMlException>().WithMessage("node 'indices' (#1, argmax-pool2d): Core ML does not say where*");
    }

    [Fact]
    public void Write_LabelsOfAnotherNumber_NamesTheOutputs()
    {
        Action write = () => CoreMlModel.ProgramParts(Small(), new EmitOptions(ClassLabels: ["one", "two"]));
        write.Should().Throw<CoreMlException>().WithMessage("network 'small' has the outputs 'y' 1×3×3×3; 2 class labels need one*");
    }

    [Fact]
    public void Read_PackageWithoutManifest_SaysSo()
    {
        string path = FileAt("empty.mlpackage");
        Directory.CreateDirectory(path);

        Action read = () => CoreMlReader.Read(path);

        read.Should().Throw<CoreMlException>().WithMessage("*has no Manifest.json");
    }

    private static int VersionOf(Network network, EmitOptions? options = null) =>
        Model.Parser.ParseFrom(CoreMlModel.NeuralNetworkBytes(network, options)).SpecificationVersion;

    private static Network Small(int batch = 1)
    {
        var builder = new NetworkBuilder("small");
        int x = builder.Input("x", new Shape(batch, 1, 2, 2));
        var weight = new Tensor<float>(new Shape(3, 1, 2, 2), [.. Enumerable.Range(-6, 12).Select(value => (float)value)]);
        int convolution = builder.Add("conv", new Conv2D(Window2D.Of(2, 1, 1), weight, new Tensor<float>(new Shape(3), [1, 2, 3])), x);
        builder.Output("y", builder.Add("relu", new Relu(), convolution));
        return builder.Build();
    }
}
