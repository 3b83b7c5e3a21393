using System.Collections.Immutable;
using System.Text.Json.Nodes;
using RefCnn.Conformance;

namespace RefCnn.ConformanceTests.Vectors;

public sealed class VectorLinterTests : IDisposable
{
    private readonly VectorFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Lint_CompleteKind_HasNoFindings()
    {
        PutCompleteRelu();

        Lint("relu").Should().BeEmpty();
    }

    [Fact]
    public void Lint_AllKinds_NamesThoseWithoutVectors()
    {
        PutCompleteRelu();

        Messages().Should().Contain("layers/conv2d: its page docs/layers/conv2d.md is missing")
            .And.Contain(message => message.StartsWith("layers/conv2d: has no external case", StringComparison.Ordinal))
            .And.NotContain(message => message.StartsWith("layers/relu", StringComparison.Ordinal))
            .And.NotContain(message => message.StartsWith("layers/input", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("comment", "'Too short.'", "comment is 'Too short.'; expected a sentence of 20 characters or more")]
    [InlineData("comment", "'Without the full stop at its end'", "comment is 'Without the full stop at its end'; expected a sentence")]
    [InlineData("comment", "'begins in the middle of it.'", "comment is 'begins in the middle of it.'; expected a sentence")]
    [InlineData("flags", "['Nonsense']", "flag 'Nonsense' is unknown; expected one of AsymmetricPad, ")]
    [InlineData("flags", "['NaN','Infinity']", "flags are NaN, Infinity; expected them sorted, none twice")]
    [InlineData("flags", "['NaN','NaN']", "flags are NaN, NaN; expected them sorted, none twice")]
    [InlineData("source", "{'kind':'external'}", "source has no detail; expected the working, or the source with its version")]
    [InlineData("source", "{'kind':'external','detail':'A book.','rounding':0.01}", "tier is exact, but its numbers are rounded")]
    [InlineData("tier", "'bounded'", "tier is bounded, but every partial sum is exact in float32; expected exact")]
    [InlineData("expected", "{'shape':[5],'values':[0,-0.0,0,0,3]}", "80 % of 5 outputs are the same number, which proves little")]
    [InlineData("expected", "{'shape':[5],'values':['NaN','NaN','NaN','NaN',3]}", "80 % of 5 outputs are the same number, which proves little")]
    [InlineData("mistrustedBecause", "'It is kept for its zeros.'", "mistrustedBecause is given, but 40 % of 5 outputs are the same number, which is no cause; remove it")]
    [InlineData("mistrusted", "1", "$: a vector has an unknown member 'mistrusted'")]
    public void Lint_FaultyCase_IsFound(string member, string json, string message)
    {
        PutCompleteRelu();
        JsonObject vector = VectorFolder.Rectifier;
        vector[member] = JsonNode.Parse(json.Replace('\'', '"'));
        folder.Put(vector);

        Lint("relu").Should().Contain(finding => finding.File == "layers/relu/row.json" && finding.Message.StartsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Lint_ThreeOfFiveOutputsAlike_IsNoFinding()
    {
        PutCompleteRelu();
        JsonObject vector = VectorFolder.Rectifier;
        vector["expected"] = JsonNode.Parse("""{ "shape": [5], "values": [0, 0, 0, 2.5, 3] }""");
        folder.Put(vector);

        Lint("relu").Should().BeEmpty();
    }

    [Fact]
    public void Lint_RefusalWithMistrust_IsFound()
    {
        PutCompleteRelu();
        JsonObject vector = Refused();
        vector["mistrustedBecause"] = "It has no outputs at all.";
        folder.Put(vector);

        Messages("relu").Should().Equal("layers/relu/two-inputs.json: mistrustedBecause is given for a case that has no outputs; remove it");
    }

    [Fact]
    public void Lint_RepeatedComment_IsFound()
    {
        PutCompleteRelu();
        JsonObject vector = Published();
        vector["comment"] = VectorFolder.Rectifier["comment"]!.DeepClone();
        folder.Put(vector);

        Messages("relu").Should().Equal("layers/relu/row.json: has the same comment as relu/published");
    }

    [Fact]
    public void Lint_RepeatedProblem_IsFound()
    {
        PutCompleteRelu();
        JsonObject vector = VectorFolder.Rectifier;
        vector["inputs"] = Published()["inputs"]!.DeepClone();
        folder.Put(vector);

        Messages("relu").Should().Equal("layers/relu/row.json: has the same layer and inputs as relu/published");
    }

    [Fact]
    public void Lint_SeededNameTwice_IsFound()
    {
        JsonObject vector = VectorFolder.Convolution;
        vector["inputs"]![0]!["seeded"]!["name"] = "weight";
        PutRebuilt(vector);

        Messages("conv2d").Should().Contain("layers/conv2d/seeded.json: two seeded tensors are named 'weight', so that they have the same values; expected a name for each");
    }

    [Fact]
    public void Lint_SumOfProductsWithoutFullMantissa_IsFound()
    {
        PutRebuilt(VectorFolder.Convolution);

        Messages("conv2d").Should().Contain("layers/conv2d: has no case flagged FullMantissa; expected one, because silent half precision shows nowhere else");
    }

    [Fact]
    public void Lint_LayerThatIsRefused_IsFound()
    {
        PutCompleteRelu();
        JsonObject vector = VectorFolder.Rectifier;
        vector["inputs"]!.AsArray().Add(JsonNode.Parse("""{ "shape": [1], "values": [2] }"""));
        folder.Put(vector);

        Messages("relu").Should().Equal("layers/relu/row.json: is refused: has 2 inputs; expected 1 [relu C0]; expected it to be computed, or \"invalid\": \"C0\"");
    }

    [Theory]
    [InlineData("relu/stray.npy")]
    [InlineData("relu/row.npy")]
    [InlineData("relu/notes.txt")]
    [InlineData("stray.json")]
    public void Lint_FileOfNoCase_IsFound(string name)
    {
        PutCompleteRelu();
        File.WriteAllText(Path.Combine(folder.Vectors, "layers", name), "{}");

        VectorLinter.Lint(folder.Vectors, folder.Pages).Should().Contain(new LintFinding($"layers/{name}", "belongs to no case; remove it"));
    }

    [Fact]
    public void Lint_TooLargeASet_IsFound()
    {
        PutCompleteRelu();
        using (FileStream ballast = File.Create(Path.Combine(folder.Vectors, "ballast"))) ballast.SetLength(VectorLinter.LargestSize);

        Messages("relu").Should().ContainSingle().Which.Should().MatchRegex("^: the vectors are 2000[0-9]+ bytes in all; expected at most 20000000$");
    }

    [Theory]
    [InlineData("row", "has no hand-worked case; expected one, because the reference's own numbers do not test the reference")]
    [InlineData("published", "has no external case; expected one, because the reference's own numbers do not test the reference")]
    [InlineData("two-inputs", "has no case that C0 refuses; its page lists that constraint")]
    public void Lint_KindWithoutAKindOfCase_IsFound(string missing, string message)
    {
        PutCompleteRelu();
        File.Delete(folder.FileOf($"relu/{missing}"));

        Messages("relu").Should().Equal($"layers/relu: {message}");
    }

    [Fact]
    public void Lint_RefusalThatThePageDoesNotList_IsFound()
    {
        PutCompleteRelu();
        folder.PutPage("relu", "| `C1` | the input is dry |");

        Messages("relu").Should().Equal(
            "layers/relu: has no case that C1 refuses; its page lists that constraint",
            "layers/relu: has a case that C0 refuses, but its page lists no such constraint");
    }

    [Fact]
    public void Lint_KindWithoutAPage_IsFound()
    {
        PutCompleteRelu();
        File.Delete(Path.Combine(folder.Pages, "relu.md"));

        Messages("relu").Should().Equal("layers/relu: its page docs/layers/relu.md is missing");
    }

    private static JsonObject Published()
    {
        JsonObject vector = VectorFolder.Rectifier;
        vector["id"] = "relu/published";
        vector["comment"] = "Wrong if large values are cut off.";
        vector["source"] = JsonNode.Parse("""{ "kind": "external", "detail": "A program, version 1." }""");
        vector["inputs"]![0]!["values"]![2] = 2.75;
        vector["expected"]!["values"]![2] = 2.75;
        return vector;
    }

    private static JsonObject Refused()
    {
        JsonObject vector = VectorFolder.Rectifier;
        vector["id"] = "relu/two-inputs";
        vector["comment"] = "Wrong if a second input goes unnoticed.";
        vector["flags"] = new JsonArray("Rule");
        vector.Remove("tier");
        vector["inputs"]!.AsArray().Add(JsonNode.Parse("""{ "shape": [1], "values": [1] }"""));
        vector["expected"] = JsonNode.Parse("""{ "invalid": "C0" }""");
        return vector;
    }

    private void PutCompleteRelu()
    {
        folder.Put(VectorFolder.Rectifier);
        folder.Put(Published());
        folder.Put(Refused());
        folder.PutPage("relu", "## Constraints\n| | |\n|---|---|\n| C0 | one input |\n");
    }

    private void PutRebuilt(JsonObject vector)
    {
        folder.Put(vector);
        VectorRebuilder.Rebuild(folder.Vectors, [], check: false);
    }

    private ImmutableArray<LintFinding> Lint(params string[] kinds) => VectorLinter.Lint(folder.Vectors, folder.Pages, kinds);

    private IEnumerable<string> Messages(params string[] kinds) => Lint(kinds).Select(finding => $"{finding.File}: {finding.Message}");
}
