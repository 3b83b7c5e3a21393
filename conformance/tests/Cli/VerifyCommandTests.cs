using System.Text.Json;
using RefCnn.Conformance;

namespace RefCnn.ConformanceTests.Cli;

public class VerifyCommandTests : TemporaryFolder
{
    private static readonly string[] CaseMembers = ["id", "kind", "backend", "verdict", "margin", "ms", "message"];

    [Fact]
    public async Task Verify_OneKind_TablesItAndSumsUp()
    {
        CliOutcome outcome = await CliHost.RunAsync("verify", "--layers", "softmax", "--backend", "reference");

        outcome.Code.Should().Be(0);
        outcome.Error.Should().BeEmpty();
        outcome.Output.Should().MatchRegex(@"\n  softmax +\d+ +\d+ ").And.MatchRegex(@"\ncases: \d+; \d+ pass, 0 degraded, 0 fail, ");
    }

    [Fact]
    public async Task Verify_Json_HasSummaryAndCases()
    {
        string file = FileAt("verdicts.json");

        await CliHost.RunAsync("verify", "--layers", "softmax", "--backend", "reference", "--json", file);

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        string[] verdicts = [.. json.RootElement.GetProperty("summary").EnumerateObject().Select(member => member.Name)];
        verdicts.Should().Equal(Enum.GetValues<Verdict>().Select(VerificationReport.Name));
        JsonElement cases = json.RootElement.GetProperty("cases");
        cases.GetArrayLength().Should().Be(VectorFiles.In(VectorFiles.FindDirectory(), "softmax").Length);
        foreach (JsonElement result in cases.EnumerateArray())
            result.EnumerateObject().Select(member => member.Name).Should().Equal(CaseMembers);
    }

    [Fact]
    public async Task Verify_WrongGoldenNumber_ExitsWith1AndNamesTheCase()
    {
        const string Text = """
            {
              "id": "tanh/wrong", "comment": "c", "flags": [], "tier": "exact",
              "source": { "kind": "hand-worked", "detail": "wrong on purpose" },
              "layer": { "kind": "tanh" },
              "inputs": [{ "shape": [2], "values": [0, 0] }],
              "expected": { "shape": [2], "values": [0, 1] }
            }
            """;
        Directory.CreateDirectory(FileAt("layers/tanh"));
        await File.WriteAllTextAsync(FileAt("layers/tanh/wrong.json"), Text);

        CliOutcome outcome = await CliHost.RunAsync("verify", "--layers", "--vectors", FileAt("."));

        outcome.Code.Should().Be(1);
        outcome.Output.Should().Contain("fail tanh/wrong on reference: worst at [1]: expected 1, actual 0");
    }

    [Fact]
    public async Task Verify_UnknownCase_ExitsWith2()
    {
        CliOutcome outcome = await CliHost.RunAsync("verify", "--case", "softmax/no-such");

        outcome.Code.Should().Be(2);
        outcome.ErrorLines.Should().ContainSingle().Which.Should().StartWith("refcnn: --case softmax/no-such: no such case");
    }

    [Fact]
    public async Task Verify_OneNetwork_PassesOnTheFastEngine()
    {
        CliOutcome outcome = await CliHost.RunAsync("verify", "--networks", "squeezenet", "--backend", "accelerate");

        outcome.Code.Should().Be(0, outcome.Output + outcome.Error);
        outcome.Output.Should().Contain("cases: 1; 1 pass");
    }

    [Fact]
    public async Task Verify_UnknownNetwork_ListsTheZoo()
    {
        CliOutcome outcome = await CliHost.RunAsync("verify", "--networks", "lenet");

        outcome.Code.Should().Be(2);
        outcome.ErrorLines[0].Should().Contain("unknown network 'lenet'").And.Contain("squeezenet");
    }

    [Fact]
    public async Task Verify_CertifyWithoutNetworks_IsAUsageError()
    {
        CliOutcome outcome = await CliHost.RunAsync("verify", "--layers", "relu", "--certify");

        outcome.Code.Should().Be(2);
        outcome.ErrorLines[0].Should().Contain("--certify is for networks");
    }

    [Fact]
    public async Task Verify_FolderWithoutVectors_IsNoPass()
    {
        Directory.CreateDirectory(FileAt("layers"));

        CliOutcome outcome = await CliHost.RunAsync("verify", "--layers", "--vectors", FileAt("."));

        outcome.Code.Should().Be(3);
        outcome.Error.Should().Contain("has no layer vectors");
    }
}
