using System.Text.Json;
using RefCnn.Cli;
using RefCnn.Cli.Conversions;
using RefCnn.Conformance;
using RefCnn.ConformanceTests.CSource;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;
using RefCnn.Formats.Neutral;

namespace RefCnn.ConformanceTests.Cli;

public class ConvertCommandTests : TemporaryFolder
{
    [Fact]
    public async Task Convert_OnnxToOnnx_WritesAModelOfTheSameNodes()
    {
        SmallModel.Write(FileAt("small.onnx"));

        CliOutcome converted = await CliHost.RunAsync("convert", "--model", FileAt("small.onnx"), "--output", FileAt("again.onnx"));
        CliOutcome inspected = await CliHost.RunAsync("inspect", "--model", FileAt("again.onnx"));

        converted.Code.Should().Be(0, converted.Error);
        inspected.Output.Should().EndWith("again: 3 nodes, 6 parameters, 36 MACs\n");
    }

    [Fact]
    public async Task Convert_ToAnUnknownExtension_IsAUsageError()
    {
        CliOutcome outcome = await CliHost.RunAsync("convert", "--model", FileAt("small.onnx"), "--output", FileAt("small.xyz"));

        outcome.Code.Should().Be(2);
        outcome.ErrorLines[0].Should().Contain("expected a file that ends in .onnx");
    }

    [Theory]
    [InlineData("again.onnx")]
    [InlineData("again.json")]
    public async Task Convert_WithVerify_ReadsBackAndJudges(string file)
    {
        SmallModel.Write(FileAt("small.onnx"));

        CliOutcome outcome = await CliHost.RunAsync("convert", "--model", FileAt("small.onnx"), "--output", FileAt(file), "--verify");

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Output.Should().Contain("pass on accelerate, margin ");
    }

    [Fact]
    public async Task Convert_ToSafetensors_ReadsBackAndJudges()
    {
        SmallModel.Write(FileAt("small.onnx"));

        CliOutcome outcome = await CliHost.RunAsync("convert", "--model", FileAt("small.onnx"), "--output", FileAt("network.json"), "--weights-format", "safetensors", "--verify");

        outcome.Code.Should().Be(0, outcome.Error);
        File.Exists(FileAt("weights.safetensors")).Should().BeTrue();
        File.Exists(FileAt("weights.npz")).Should().BeFalse();
    }

    [CompilerFact]
    public async Task Convert_ToCWithVerify_CompilesAndJudges()
    {
        SmallModel.Write(FileAt("small.onnx"));

        CliOutcome outcome = await CliHost.RunAsync("convert", "--model", FileAt("small.onnx"), "--output", FileAt("small.c"), "--external-weights", "--verify");

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Output.Should().Contain("pass on c");
        foreach (string name in (string[])["small.c", "small.h", "small.bin"]) File.Exists(FileAt(name)).Should().BeTrue("{0} is one of the files", name);
    }

    [Fact]
    public async Task Convert_ToHalfPrecisionWithVerify_IsJudgedAsHalf()
    {
        SmallModel.Write(FileAt("small.onnx"));

        CliOutcome outcome = await CliHost.RunAsync("convert", "--model", FileAt("small.onnx"), "--output", FileAt("half.onnx"), "--precision", "float16", "--verify");

        outcome.Code.Should().Be(0, outcome.Error + outcome.Output);
    }

    [Theory]
    [InlineData("small.json", "--external-weights", "network file has a place for its weights")]
    [InlineData("small.c", "--precision=float16", "C source holds float32")]
    public async Task Convert_OptionThatTheFormatHasNot_IsAUsageError(string file, string option, string expected)
    {
        SmallModel.Write(FileAt("small.onnx"));

        CliOutcome outcome = await CliHost.RunAsync("convert", "--model", FileAt("small.onnx"), "--output", FileAt(file), option);

        outcome.Code.Should().Be(2);
        outcome.Error.Should().Contain(expected);
        File.Exists(FileAt(file)).Should().BeFalse();
    }

    [Fact]
    public void Convert_WrittenFileWithOtherWeights_FailsTheVerdict()
    {
        Network network = SmallNetwork(1), other = SmallNetwork(1.001f);
        NetworkFile.Save(other, FileAt("net.json"));

        CaseResult result = new ConversionVerifier(new Terminal(TextWriter.Null, TextWriter.Null, false, false), new CompileOptions())
            .Verify(network, isOfZoo: false, WrittenModelBackend.ReadBack(network, FileAt("net.json"), new ConversionOptions()), CancellationToken.None);

        result.Verdict.Should().Be(Verdict.Fail);
    }

    [Theory]
    [InlineData("small.mlmodel")]
    [InlineData("small.mlpackage")]
    public async Task Convert_ToCoreMl_WritesAFileThatKeepsTheSpecification(string name)
    {
        SmallModel.Write(FileAt("small.onnx"));

        CliOutcome converted = await CliHost.RunAsync("convert", "--model", FileAt("small.onnx"), "--output", FileAt(name), "--precision", "float16");
        CliOutcome validated = await CliHost.RunAsync("inspect", "--model", FileAt(name), "--validate");

        converted.Code.Should().Be(0, converted.Error);
        validated.Code.Should().Be(0, validated.Output);
        validated.Output.Should().EndWith($"{name}: 0 faults, 0 parts not checked\n");
        CliOutcome json = await CliHost.RunAsync("inspect", "--model", FileAt(name), "--validate", "--json");
        JsonDocument.Parse(json.Output).RootElement.EnumerateObject().Select(member => member.Name).Should().Equal("file", "faults", "unchecked");
    }

    [Fact]
    public async Task Convert_ToACoreMlClassifierOfPictures_SaysSoWhenItIsRead()
    {
        File.WriteAllLines(FileAt("labels.txt"), Enumerable.Range(0, 1000).Select(index => $"class {index}"));

        CliOutcome converted = await CliHost.RunAsync(
            "convert", "--model", "zoo:squeezenet", "--output", FileAt("squeeze.mlmodel"), "--image-input", "--order", "bgr", "--mean", "104,117,123", "--labels", FileAt("labels.txt"));
        CliOutcome inspected = await CliHost.RunAsync("inspect", "--model", FileAt("squeeze.mlmodel"));

        converted.Code.Should().Be(0, converted.Error);
        inspected.Output.Should().Contain("channels Bgr").And.Contain("a classifier of 1000 classes; output 'softmax'").And.Contain("output 'logits'");
    }

    [Theory]
    [InlineData("small.mlmodel", "float32")]
    [InlineData("small.mlmodel", "float16")]
    [InlineData("small.mlpackage", "float32")]
    [InlineData("small.mlpackage", "float16")]
    public async Task Convert_ToCoreMlWithVerify_ReadsBackAndJudges(string name, string precision)
    {
        SmallModel.Write(FileAt("small.onnx"));

        CliOutcome outcome = await CliHost.RunAsync("convert", "--model", FileAt("small.onnx"), "--output", FileAt(name), "--precision", precision, "--verify");

        outcome.Code.Should().Be(0, outcome.Error + outcome.Output);
        outcome.Output.Should().Contain("pass on coreml:");
    }

    [Theory]
    [InlineData("squeeze.mlmodel")]
    [InlineData("squeeze.mlpackage")]
    public async Task Convert_ToAClassifierOfPicturesWithVerify_JudgesBothOutputsAfterThePreparation(string name)
    {
        File.WriteAllLines(FileAt("labels.txt"), Enumerable.Range(0, 1000).Select(index => $"class {index}"));

        CliOutcome outcome = await CliHost.RunAsync(
            "convert", "--model", "zoo:squeezenet", "--output", FileAt(name), "--image-input", "--mean", "104,117,123", "--scale", "0.5", "--labels", FileAt("labels.txt"), "--verify");

        outcome.Code.Should().Be(0, outcome.Error + outcome.Output);
        outcome.Output.Should().Contain("pass on coreml:").And.Contain("'logits' rms").And.Contain("'softmax' rms");
    }

    [Fact]
    public async Task Convert_ToCoreMlWithMetadata_WritesIt()
    {
        SmallModel.Write(FileAt("small.onnx"));

        CliOutcome outcome = await CliHost.RunAsync(
            "convert", "--model", FileAt("small.onnx"), "--output", FileAt("small.mlmodel"), "--description", "a test", "--author", "nobody", "--license", "MIT", "--model-version", "7");

        outcome.Code.Should().Be(0, outcome.Error);
        Metadata written = Model.Parser.ParseFrom(File.ReadAllBytes(FileAt("small.mlmodel"))).Description.Metadata;
        (written.ShortDescription, written.Author, written.License, written.VersionString).Should().Be(("a test", "nobody", "MIT", "7"));
    }

    [Theory]
    [InlineData("--image-input")]
    [InlineData("--author", "nobody")]
    [InlineData("--labels", "labels.txt")]
    public async Task Convert_OptionsOfCoreMlForAnotherFormat_AreAUsageError(params string[] options)
    {
        SmallModel.Write(FileAt("small.onnx"));

        CliOutcome outcome = await CliHost.RunAsync(["convert", "--model", FileAt("small.onnx"), "--output", FileAt("again.onnx"), .. options]);

        outcome.Code.Should().Be(2);
        outcome.ErrorLines[0].Should().Contain("is for Core ML files");
    }

    [Fact]
    public async Task Convert_PicturePreparationWithoutAPicture_IsAUsageError()
    {
        SmallModel.Write(FileAt("small.onnx"));

        CliOutcome outcome = await CliHost.RunAsync("convert", "--model", FileAt("small.onnx"), "--output", FileAt("small.mlmodel"), "--mean", "1");

        outcome.Code.Should().Be(2);
        outcome.ErrorLines[0].Should().Contain("add --image-input");
    }

    private static Network SmallNetwork(float weight)
    {
        var builder = new NetworkBuilder("small");
        builder.Output("y", builder.Add("dense", new Dense(new Tensor<float>(new Shape(1, 2), [weight, 2])), builder.Input("x", new Shape(1, 2))));
        return builder.Build();
    }
}
