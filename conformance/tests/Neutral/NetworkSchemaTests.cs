using NJsonSchema;
using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Neutral;

namespace RefCnn.ConformanceTests.Neutral;

public sealed class NetworkSchemaTests : TemporaryFolder
{
    private static readonly Lazy<Task<JsonSchema>> Schema = new(() => JsonSchema.FromJsonAsync(SchemaText));

    private static string SchemaText => File.ReadAllText(Path.Combine(Repository.Root, "docs", "formats", "network.schema.json"));

    [Fact]
    public async Task Schema_SavedNetwork_Validates()
    {
        var builder = new NetworkBuilder("small");
        int x = builder.Input("x", new Shape(1, 2));
        builder.Output("y", builder.Add("dense", new Dense(new Tensor<float>(new Shape(3, 2))), x));
        NetworkFile.Save(builder.Build(), FileAt("network.json"));

        (await Schema.Value).Validate(await File.ReadAllTextAsync(FileAt("network.json"))).Should().BeEmpty();
    }

    [Fact]
    public async Task Schema_TopologiesOfTheRepository_Validate()
    {
        string[] files = Directory.GetFiles(Path.Combine(Repository.Root, "conformance", "models"), "*.json");

        files.Should().NotBeEmpty();
        JsonSchema schema = await Schema.Value;
        files.SelectMany(file => schema.Validate(File.ReadAllText(file)).Select(fault => $"{file}: {fault}")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2")]
    [InlineData("\"kind\": \"conv2d\"", "\"kind\": \"conv9d\"")]
    [InlineData("\"nodes\"", "\"layers\"")]
    [InlineData("\"name\": \"waifu2x-vgg7\"", "\"name\": \"waifu2x-vgg7\", \"weights\": \"../w.npz\"")]
    public async Task Schema_BrokenExample_IsRefused(string good, string broken)
    {
        string text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "conformance", "models", "waifu2x-vgg7.json"));

        (await Schema.Value).Validate(text.Replace(good, broken, StringComparison.Ordinal)).Should().NotBeEmpty();
    }
}
