using System.Text.Json;

namespace RefCnn.ConformanceTests.Cli;

/// <summary>What <c>--gemm</c> and <c>--algorithm</c> do on any command.</summary>
public class AccelerateChoiceTests : TemporaryFolder
{
    [Fact]
    public async Task Verify_ForcedLibrary_IsNamedInTheTable()
    {
        CliOutcome outcome = await CliHost.RunAsync("verify", "--layers", "conv2d", "--backend", "accelerate", "reference", "--gemm", "managed");

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Output.Should().MatchRegex(@"\n  conv2d +accelerate --gemm managed ").And.MatchRegex(@"\n  conv2d +reference ");
    }

    [Fact]
    public async Task Verify_LibraryOfAnotherSystem_ExitsWith4InOneLine()
    {
        CliOutcome outcome = await CliHost.RunAsync("verify", "--layers", "relu", "--gemm", "accelerate");

        outcome.Code.Should().Be(OperatingSystem.IsMacOS() ? 0 : 4);
        if (!OperatingSystem.IsMacOS()) outcome.ErrorLines.Should().ContainSingle().Which.Should().Contain("Accelerate is a part of macOS and iOS");
    }

    [Theory]
    [InlineData("winograd", "managed")]
    [InlineData("winograd2x2", "managed")]
    [InlineData("direct", "openblas")]
    public async Task Verify_AlgorithmWithoutMatrices_RefusesALibrary(string algorithm, string gemm)
    {
        CliOutcome outcome = await CliHost.RunAsync("verify", "--layers", "relu", "--backend", "accelerate", "--algorithm", algorithm, "--gemm", gemm);

        outcome.Code.Should().Be(4);
        outcome.ErrorLines.Should().ContainSingle().Which.Should().Contain($"algorithm {algorithm} multiplies no matrices with {gemm}");
    }

    [Fact]
    public async Task Verify_UnknownLibrary_ExitsWith2AndListsThem()
    {
        CliOutcome outcome = await CliHost.RunAsync("verify", "--gemm", "abacus");

        outcome.Code.Should().Be(2);
        outcome.ErrorLines[0].Should().Be("refcnn: --gemm is 'abacus'; expected one of managed, openblas, accelerate");
    }

    [Theory]
    [InlineData("run", "--output", "y.npy")]
    [InlineData("classify", "--image", "x.png")]
    [InlineData("inspect")]
    public async Task AnyCommand_ForcedWithoutTheBackend_ExitsWith2(string command, params string[] arguments)
    {
        CliOutcome outcome = await CliHost.RunAsync([command, "--model", "zoo:squeezenet", "--gemm", "managed", .. arguments]);

        outcome.Code.Should().Be(2);
        outcome.ErrorLines.Should().ContainSingle().Which.Should().Contain("--gemm managed is for the backend accelerate");
    }

    [Fact]
    public async Task Inspect_Backend_AddsAlgorithmAndStepOfEachNode()
    {
        CliOutcome outcome = await CliHost.RunAsync("inspect", "--model", "zoo:squeezenet", "--backend", "accelerate", "--algorithm", "im2col", "--gemm", "managed", "--json");

        outcome.Code.Should().Be(0, outcome.Error);
        JsonElement nodes = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("nodes");
        nodes[0].GetProperty("algorithm").ValueKind.Should().Be(JsonValueKind.Null, "an input is not computed");
        nodes[1].GetProperty("algorithm").GetString().Should().Be("im2col, managed");
        nodes[2].GetProperty("with").GetInt32().Should().Be(1, "the activation is fused with the convolution");
    }
}
