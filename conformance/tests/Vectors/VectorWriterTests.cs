using System.Text.Json;
using RefCnn.Conformance;

namespace RefCnn.ConformanceTests.Vectors;

public class VectorWriterTests
{
    [Fact]
    public void Format_AnyOrder_GivesTheCanonicalText() => Format("""
        {"expected":{"values":[0,-0.0,1E3,"NaN"],"shape":[4]},"id":"relu/x","layer":{"kind":"relu"},"flags":[],"comment":"Größe × 2 \"so\"."}
        """).Should().Be("""
        {
          "id": "relu/x",
          "comment": "Größe × 2 \"so\".",
          "flags": [],
          "layer": { "kind": "relu" },
          "expected": { "shape": [4], "values": [0, -0.0, 1E3, "NaN"] }
        }

        """);

    [Fact]
    public void Format_LongNumbers_StayOnOneLine()
    {
        string numbers = string.Join(", ", Enumerable.Range(0, 100));

        Format($$"""{ "expected": { "shape": [100], "values": [{{numbers}}] } }""").Should().Contain($"\n    \"values\": [{numbers}]\n");
    }

    [Fact]
    public void Format_ItsOwnText_ChangesNothing()
    {
        string text = Format(VectorFolder.Convolution.ToJsonString());

        Format(text).Should().Be(text);
    }

    private static string Format(string json) => VectorWriter.Format(JsonDocument.Parse(json).RootElement);
}
