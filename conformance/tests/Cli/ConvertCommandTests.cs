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
}
