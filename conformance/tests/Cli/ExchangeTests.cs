using System.Text.Json;
using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Reference;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Cli;

public class ExchangeTests : TemporaryFolder
{
    private string Exported => FileAt("exported");

    private string Computed => FileAt("computed");

    [Fact]
    public async Task Export_Layers_HasACaseOrAReasonForEveryVector()
    {
        CliOutcome outcome = await CliHost.RunAsync("vectors", "export", "--onnx", Exported, "--layers", "softmax", "dense");

        outcome.Code.Should().Be(0, outcome.Error);
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Exported, "manifest.json")));
        string[] told = [.. manifest.RootElement.EnumerateObject().SelectMany(list => list.Value.EnumerateArray()).Select(each => each.GetProperty("id").GetString()!)];
        told.Should().BeEquivalentTo(Conformance.VectorFiles.In(Conformance.VectorFiles.FindDirectory(), "softmax", "dense").Select(file => Conformance.VectorReader.Read(file).Id));
    }

    [Fact]
    public async Task Export_FolderWithFiles_IsRefused()
    {
        Directory.CreateDirectory(Exported);
        await File.WriteAllTextAsync(Path.Combine(Exported, "mine.txt"), "x");

        CliOutcome outcome = await CliHost.RunAsync("vectors", "export", "--onnx", Exported, "--layers", "relu");

        outcome.Code.Should().Be(3);
        outcome.ErrorLines[0].Should().Contain("is not empty");
    }

    [Fact]
    public async Task Check_OutputsOfTheReference_Pass()
    {
        await ComputeAsync((_, value) => value);

        CliOutcome outcome = await CliHost.RunAsync("check", "--vectors", Exported, "--outputs", Computed);

        outcome.Code.Should().Be(0, outcome.Output);
        outcome.Output.Should().MatchRegex(@"cases: (\d+); \1 pass,");
    }

    [Fact]
    public async Task Check_OneWrongNumber_FailsAndNamesIt()
    {
        await ComputeAsync((id, value) => id == "softmax/extent-1" ? value.Map(x => 1 - x) : value);

        CliOutcome outcome = await CliHost.RunAsync("check", "--vectors", Exported, "--outputs", Computed, "--engine-name", "inverted");

        outcome.Code.Should().Be(1);
        outcome.Output.Should().Contain("fail softmax/extent-1 on inverted: worst at [").And.Contain(", 1 fail,");
    }

    [Fact]
    public async Task Check_MissingOutput_FailsAndNamesTheFile()
    {
        await ComputeAsync((_, value) => value);
        File.Delete(Path.Combine(Computed, "softmax/extent-1/output.npy"));

        CliOutcome outcome = await CliHost.RunAsync("check", "--vectors", Exported, "--outputs", Computed);

        outcome.Code.Should().Be(1);
        outcome.Output.Should().Contain("softmax/extent-1/output.npy is missing");
    }

    [Fact]
    public async Task Check_ReasonInPlaceOfAnOutput_IsUnsupported()
    {
        await ComputeAsync((_, value) => value);
        File.Delete(Path.Combine(Computed, "softmax/extent-1/output.npy"));
        await File.WriteAllTextAsync(Path.Combine(Computed, "softmax/extent-1/unsupported.txt"), "no exponential\nhere");

        CliOutcome outcome = await CliHost.RunAsync("check", "--vectors", Exported, "--outputs", Computed);

        outcome.Code.Should().Be(0);
        outcome.Output.Should().Contain("unsupported softmax/extent-1 on engine: no exponential here");
    }

    // Another engine on what was exported: the models as they are read back, on the reference.
    private async Task ComputeAsync(Func<string, Tensor<double>, Tensor<double>> change)
    {
        await CliHost.RunAsync("vectors", "export", "--onnx", Exported, "--layers", "softmax");
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Exported, "manifest.json")));
        foreach (JsonElement each in manifest.RootElement.GetProperty("cases").EnumerateArray())
        {
            string id = each.GetProperty("id").GetString()!;
            Network network = ModelFormats.Load(Path.Combine(Exported, each.GetProperty("model").GetString()!), new ImportOptions()).Network;
            var inputs = each.GetProperty("inputs").EnumerateArray().ToDictionary(
                input => input.GetProperty("name").GetString()!, input => NpyFile.Read(Path.Combine(Exported, input.GetProperty("file").GetString()!)).ToSingle());
            using ICompiledNetwork compiled = new ReferenceBackend().Compile(network, new CompileOptions());
            Directory.CreateDirectory(Path.Combine(Computed, id));
            NpyFile.Write(Path.Combine(Computed, id, "output.npy"), NpyArray.Of(change(id, compiled.Run(inputs).Outputs["output"].ToDouble())));
        }
    }
}
