namespace RefCnn.ConformanceTests.Cli;

public class CommandLineTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("inspect")]
    [InlineData("classify")]
    [InlineData("verify")]
    [InlineData("bench")]
    [InlineData("vectors", "list")]
    [InlineData("vectors", "lint")]
    [InlineData("vectors", "scaffold")]
    [InlineData("vectors", "add")]
    [InlineData("vectors", "rebuild")]
    public async Task Help_OfACommand_EndsWithExamples(params string[] command)
    {
        CliOutcome outcome = await CliHost.RunAsync([.. command, "--help"]);

        outcome.Code.Should().Be(0);
        outcome.Error.Should().BeEmpty();
        outcome.Output.Should().MatchRegex($"Examples:\n  refcnn {string.Join(' ', command)}");
    }

    [Theory]
    [InlineData("unknown command, option or argument 'nope'", "nope")]
    [InlineData("unknown command, option or argument '--nope'", "verify", "--nope")]
    [InlineData("unknown command, option or argument 'verfy'; did you mean verify?", "verfy")]
    [InlineData("unknown command, option or argument '--layer'; did you mean --layers?", "verify", "--layer")]
    [InlineData("unknown command, option or argument 'help'; did you mean --help?", "help")]
    [InlineData("unknown command, option or argument 'scafold'; did you mean scaffold?", "vectors", "scafold")]
    [InlineData("unknown layer kind 'conv9d'; expected one of input, constant, conv2d", "verify", "--layers", "conv9d")]
    [InlineData("unknown layer kind 'conv9d'; expected one of input, constant, conv2d", "vectors", "list", "conv9d")]
    [InlineData("unknown backend 'abacus'; expected one of reference", "verify", "--backend", "abacus")]
    [InlineData("--threads is -1; expected 0 or more", "verify", "--threads", "-1")]
    public async Task ParseError_Any_ExitsWith2AndOneLineAndAHint(string message, params string[] arguments)
    {
        CliOutcome outcome = await CliHost.RunAsync(arguments);

        outcome.Code.Should().Be(2);
        outcome.Output.Should().BeEmpty();
        outcome.ErrorLines.Should().HaveCount(2);
        outcome.ErrorLines[0].Should().StartWith($"refcnn: {message}");
        outcome.ErrorLines[1].Should().MatchRegex("^hint: see `refcnn( [a-z ]+)? --help`$");
    }

    [Fact]
    public async Task UnusableFile_WithoutVerbose_ExitsWith3InOneLine()
    {
        CliOutcome outcome = await CliHost.RunAsync("vectors", "add", "absent.json");

        outcome.Code.Should().Be(3);
        outcome.ErrorLines.Should().ContainSingle().Which.Should().StartWith("refcnn: absent.json: cannot be read");
    }

    [Fact]
    public async Task UnusableFile_WithVerbose_ShowsWhereInTheProgram()
    {
        CliOutcome outcome = await CliHost.RunAsync("vectors", "add", "absent.json", "--verbose");

        outcome.Code.Should().Be(3);
        outcome.ErrorLines.Length.Should().BeGreaterThan(2);
        outcome.Error.Should().Contain("at RefCnn.Conformance.VectorAdder");
    }
}
