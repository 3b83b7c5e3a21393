using Snapshooter.Xunit;

namespace RefCnn.ConformanceTests.Cli;

public class InspectCommandTests : TemporaryFolder
{
    [Fact]
    public async Task Inspect_Json_IsTheDocumentedShape()
    {
        SmallModel.Write(FileAt("small.onnx"));

        CliOutcome outcome = await CliHost.RunAsync("inspect", "--model", FileAt("small.onnx"), "--json");

        outcome.Code.Should().Be(0, outcome.Error);
        Snapshot.Match(outcome.Output);
    }

    [Fact]
    public async Task Inspect_Table_SumsUp()
    {
        SmallModel.Write(FileAt("small.onnx"));

        CliOutcome outcome = await CliHost.RunAsync("inspect", "--model", FileAt("small.onnx"));

        outcome.Output.Should().EndWith("small: 3 nodes, 6 parameters, 36 MACs\n");
    }
}
