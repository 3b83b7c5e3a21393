namespace RefCnn.ConformanceTests.Cli;

public class CompletionTests
{
    [Theory]
    [InlineData("refcnn ver", "verify")]
    [InlineData("refcnn verify --networks sq", "squeezenet")]
    [InlineData("refcnn verify --layers conv2", "conv2d")]
    [InlineData("refcnn run --backend onnx", "onnx-runtime")]
    [InlineData("refcnn verify --sha", "--shard")]
    public async Task Suggest_UnfinishedLine_OffersTheWord(string line, string word)
    {
        CliOutcome outcome = await CliHost.RunAsync($"[suggest:{line.Length}]", line);

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Output.Split('\n').Should().Contain(word);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public async Task Completion_OfAShell_AsksTheTool(string shell)
    {
        CliOutcome outcome = await CliHost.RunAsync("completion", shell);

        outcome.Code.Should().Be(0);
        outcome.Output.Should().Contain("[suggest:");
    }
}
