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
}
