using RefCnn.Cli;
using RefCnn.Cli.Conversions;
using RefCnn.Conformance;
using RefCnn.ConformanceTests.Networks;
using RefCnn.Core;
using RefCnn.Formats.CSource.Native;

namespace RefCnn.ConformanceTests.Cli;

/// <summary>
/// Networks of the zoo written and read back, or compiled, and judged against their frozen outputs. The small ones; CI takes the others through the command in turn, one a day.
/// </summary>
public class RoundTripTests : TemporaryFolder
{
    private static readonly string[] Small = ["squeezenet", "mobilenet", "nin", "googlenet"];
    private static readonly string[] Files = new CSourceBackend(plain: true).UnavailableReason is null ? ["network.json", "model.onnx", "net.c"] : ["network.json", "model.onnx"];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string network in Small)
            {
                foreach (string file in Files) cases.Add(network, file);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Network_WrittenAndReadBack_PassesItsVector(string network, string file)
    {
        CliOutcome outcome = await CliHost.RunAsync("convert", "--model", $"zoo:{network}", "--output", FileAt(file), "--verify");

        outcome.Code.Should().Be(0, outcome.Error + outcome.Output);
        outcome.Output.Should().Contain("\npass on ");
    }

    [Theory]
    [InlineData("network.json")]
    [InlineData("model.onnx")]
    [InlineData("model.mlmodel")]
    [InlineData("model.mlpackage")]
    public void RandomNetworks_WrittenAndReadBack_Pass(string file)
    {
        ModelWriter writer = ModelWriter.For(file)!;
        var verifier = new ConversionVerifier(new Terminal(TextWriter.Null, TextWriter.Null, false, false), new CompileOptions(Threads: 1));
        for (int seed = 0; seed < 40; seed++)
        {
            Network network = RandomNetwork.Of(seed);
            writer.Write(network, FileAt(file), new ConversionOptions());

            CaseResult result = verifier.Verify(network, isOfZoo: false, writer.Written(network, FileAt(file), new ConversionOptions()), CancellationToken.None);

            result.Verdict.Should().Be(Verdict.Pass, "{0}: {1}", network.Name, result.Message);
        }
    }
}
