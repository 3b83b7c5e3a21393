namespace RefCnn.ConformanceTests.Cli;

public class ZooModelTests : TemporaryFolder
{
    [Fact]
    public async Task Inspect_NetworkOfTheZoo_CountsItsParameters()
    {
        CliOutcome outcome = await CliHost.RunAsync("inspect", "--model", "zoo:squeezenet");

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Output.Should().Contain("1248424 parameters");
    }

    [Fact]
    public async Task Run_NetworkOfTheZooWithoutInput_TakesItsSeededInputsAndSaysSo()
    {
        CliOutcome outcome = await CliHost.RunAsync("run", "--model", "zoo:squeezenet", "--output", FileAt("y.npy"));

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Output.Should().Contain("note: no --input: zoo:squeezenet runs on its seeded inputs");
        File.Exists(FileAt("y.npy")).Should().BeTrue();
    }

    [Theory]
    [InlineData(3, "the zoo has no network 'absent'", "--model", "zoo:absent")]
    [InlineData(2, "--weights w.bin: zoo:vgg16 has weights of its own", "--model", "zoo:vgg16", "--weights", "w.bin")]
    [InlineData(2, "--input-shape data=…: zoo:vgg16 leaves no shape open", "--model", "zoo:vgg16", "--input-shape", "data=1x3x8x8")]
    public async Task Inspect_UnusableZooModel_SaysWhyInOneLine(int code, string message, params string[] arguments)
    {
        CliOutcome outcome = await CliHost.RunAsync(["inspect", .. arguments]);

        outcome.Code.Should().Be(code);
        outcome.ErrorLines.Should().ContainSingle().Which.Should().Contain(message);
    }
}
