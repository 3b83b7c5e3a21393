using System.Text.Json;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Cli;

public class VectorsCommandTests : TemporaryFolder
{
    [Fact]
    public async Task List_OneKind_ListsItsCasesOnly()
    {
        CliOutcome outcome = await CliHost.RunAsync("vectors", "list", "softmax");

        outcome.Code.Should().Be(0);
        outcome.Output.Should().MatchRegex(@"\n  softmax/[a-z0-9-]+ ").And.NotContain("log-softmax/");
    }

    [Fact]
    public async Task List_Json_HasAnObjectForEachCase()
    {
        CliOutcome outcome = await CliHost.RunAsync("vectors", "list", "relu", "--json");

        outcome.Code.Should().Be(0);
        JsonElement[] cases = [.. JsonDocument.Parse(outcome.Output).RootElement.EnumerateArray()];
        cases.Should().OnlyContain(one => one.GetProperty("id").GetString()!.StartsWith("relu/", StringComparison.Ordinal));
        cases.Single(one => one.GetProperty("id").GetString() == "relu/refused-no-input").GetProperty("refusedBy").GetString().Should().Be("C0");
        cases.Where(one => one.TryGetProperty("shape", out _)).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Scaffold_ThenAdd_PutsTheCaseInItsPlaceWithGoldenNumbers()
    {
        Directory.CreateDirectory(FileAt("vectors/layers"));
        string draft = FileAt("draft.json");

        CliOutcome scaffold = await CliHost.RunAsync("vectors", "scaffold", "tanh", "mine", "--output", draft);
        CliOutcome add = await CliHost.RunAsync("vectors", "add", draft, "--vectors", FileAt("vectors"));

        scaffold.Code.Should().Be(0, scaffold.Error);
        add.Code.Should().Be(0, add.Error);
        File.Exists(FileAt("vectors/layers/tanh/mine.json")).Should().BeTrue();
        File.Exists(FileAt("vectors/layers/tanh/mine.npy")).Should().BeTrue();
    }

    [Fact]
    public async Task RebuildCheck_ChangedGoldenNumbers_ExitsWith1AndWritesNothing()
    {
        Directory.CreateDirectory(FileAt("vectors/layers"));
        string draft = FileAt("draft.json"), golden = FileAt("vectors/layers/tanh/mine.npy");
        await CliHost.RunAsync("vectors", "scaffold", "tanh", "mine", "--output", draft);
        await CliHost.RunAsync("vectors", "add", draft, "--vectors", FileAt("vectors"));
        byte[] bytes = await File.ReadAllBytesAsync(golden);
        bytes[^2] ^= 0x40;
        await File.WriteAllBytesAsync(golden, bytes);

        CliOutcome outcome = await CliHost.RunAsync("vectors", "rebuild", "--check", "--vectors", FileAt("vectors"));

        outcome.Code.Should().Be(1);
        outcome.Output.Should().Contain("tanh/mine").And.Contain("1 differences, 0 written");
        (await File.ReadAllBytesAsync(golden)).Should().Equal(bytes);
    }

    [Fact]
    public async Task Lint_EmptySet_FindsEveryKindWithoutCases()
    {
        Directory.CreateDirectory(FileAt("vectors/layers"));

        CliOutcome outcome = await CliHost.RunAsync("vectors", "lint", "--vectors", FileAt("vectors"), "--pages", FileAt("pages"));

        outcome.Code.Should().Be(1);
        foreach (LayerKind kind in LayerKinds.All.Where(kind => kind.Name is not ("input" or "constant")))
            outcome.Output.Should().Contain($"layers/{kind.Name}: ");
    }
}
