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
    [InlineData("--image-input")]
    [InlineData("--labels", "labels.txt")]
    public async Task Convert_OptionsOfCoreMlForAnotherFormat_AreAUsageError(params string[] options)
    {
        SmallModel.Write(FileAt("small.onnx"));

        CliOutcome outcome = await CliHost.RunAsync(["convert", "--model", FileAt("small.onnx"), "--output", FileAt("again.onnx"), .. options]);

        outcome.Code.Should().Be(2);
        outcome.ErrorLines[0].Should().Contain("are for Core ML files");
    }

    [Fact]
    public async Task Convert_PicturePreparationWithoutAPicture_IsAUsageError()
    {
        SmallModel.Write(FileAt("small.onnx"));

        CliOutcome outcome = await CliHost.RunAsync("convert", "--model", FileAt("small.onnx"), "--output", FileAt("small.mlmodel"), "--mean", "1");

        outcome.Code.Should().Be(2);
        outcome.ErrorLines[0].Should().Contain("add --image-input");
    }
}
