using System.Text.Json.Nodes;
using NJsonSchema;
using RefCnn.Conformance;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Vectors;

public class VectorSchemaTests
{
    private static readonly Lazy<Task<JsonSchema>> Schema = new(() => JsonSchema.FromJsonAsync(SchemaText));

    private static string SchemaText => File.ReadAllText(Path.Combine(VectorFiles.FindDirectory(), "schema", "layer-vector.schema.json"));

    [Fact]
    public async Task Schema_EveryVector_Validates()
    {
        JsonSchema schema = await Schema.Value;
        string[] files = [.. VectorFiles.In(VectorFiles.FindDirectory())];

        files.Should().NotBeEmpty();
        files.SelectMany(file => schema.Validate(File.ReadAllText(file)).Select(fault => $"{file}: {fault}")).Should().BeEmpty();
    }

    [Fact]
    public async Task Schema_GoodExamples_Validate()
    {
        JsonSchema schema = await Schema.Value;

        schema.Validate(VectorFolder.Rectifier.ToJsonString()).Should().BeEmpty();
        schema.Validate(Golden().ToJsonString()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("extra", "1")]
    [InlineData("id", "'relu'")]
    [InlineData("comment", "'Short.'")]
    [InlineData("flags", "['Nonsense']")]
    [InlineData("flags", "['NaN','NaN']")]
    [InlineData("tier", "'close'")]
    [InlineData("source", "{'kind':'hearsay'}")]
    [InlineData("source", "{'kind':'external','page':3}")]
    [InlineData("layer", "{'kind':'softmax2'}")]
    [InlineData("layer", "{}")]
    [InlineData("inputs", "[{'shape':[2]}]")]
    [InlineData("inputs", "[{'shape':[2],'values':[1,2],'fill':1}]")]
    [InlineData("inputs", "[{'shape':[1],'values':['nan']}]")]
    [InlineData("inputs", "[{'shape':[1,1,1,1,1,1,1],'fill':1}]")]
    [InlineData("inputs", "[{'shape':[2],'seeded':{'name':'x','limit':2000,'exponent':0}}]")]
    [InlineData("inputs", "[{'shape':[2],'fullMantissa':{'name':'x','exponent':0,'limit':1}}]")]
    [InlineData("expected", "{'rebuild':true}")]
    [InlineData("expected", "{'invalid':'N3'}")]
    [InlineData("expected", "{'shape':[1],'values':[1],'file':'row.npy'}")]
    [InlineData("expected", "{'shape':[1],'file':'../row.npy','sha256':'00'}")]
    public async Task Schema_BrokenExample_IsRefused(string member, string json)
    {
        JsonSchema schema = await Schema.Value;
        JsonObject vector = VectorFolder.Rectifier;
        vector[member] = JsonNode.Parse(json.Replace('\'', '"'));

        schema.Validate(vector.ToJsonString()).Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("id")]
    [InlineData("comment")]
    [InlineData("flags")]
    [InlineData("tier")]
    [InlineData("source")]
    [InlineData("layer")]
    [InlineData("inputs")]
    [InlineData("expected")]
    public async Task Schema_MissingMember_IsRefused(string member)
    {
        JsonSchema schema = await Schema.Value;
        JsonObject vector = VectorFolder.Rectifier;
        vector.Remove(member);

        schema.Validate(vector.ToJsonString()).Should().NotBeEmpty();
    }

    [Fact]
    public void Schema_Kinds_AreThoseOfTheCore() =>
        Names(properties => properties["layer"]!["properties"]!["kind"]!["enum"]!).Should().Equal(LayerKinds.All.Select(kind => kind.Name));

    [Fact]
    public void Schema_Flags_AreThoseOfTheTable() =>
        Names(properties => properties["flags"]!["items"]!["enum"]!).Should().Equal(VectorFlags.All.Keys);

    private static IEnumerable<string> Names(Func<JsonNode, JsonNode> find) =>
        find(VectorFolder.Parse(SchemaText)["properties"]!).AsArray().Select(name => (string)name!);

    private static JsonObject Golden()
    {
        JsonObject vector = VectorFolder.Convolution;
        vector["expected"] = new JsonObject { ["shape"] = new JsonArray(1, 2, 3, 3), ["file"] = "seeded.npy", ["sha256"] = new string('a', 64) };
        return vector;
    }
}
