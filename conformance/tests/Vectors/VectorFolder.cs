using System.Text.Json.Nodes;

namespace RefCnn.ConformanceTests.Vectors;

/// <summary>A directory of vectors, and of pages about their kinds, that goes when the test ends.</summary>
internal sealed class VectorFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("refcnn-vectors-");

    public VectorFolder() => Directory.CreateDirectory(Path.Combine(Vectors, "layers"));

    /// <summary>A convolution with seeded operands whose numbers are to be computed.</summary>
    public static JsonObject Convolution => Parse("""
        {
          "id": "conv2d/seeded",
          "comment": "Wrong if padding is added at both sides alike.",
          "flags": ["AsymmetricPad"],
          "tier": "exact",
          "source": { "kind": "reference" },
          "layer": {
            "kind": "conv2d",
            "window": { "kernel": [2, 2], "padding": [0, 0, 1, 1] },
            "weight": { "shape": [2, 1, 2, 2], "seeded": { "name": "weight", "limit": 8, "exponent": -3 } },
            "bias": { "shape": [2], "values": [0.5, -0.25] }
          },
          "inputs": [{ "shape": [1, 1, 3, 3], "seeded": { "name": "input", "limit": 16, "exponent": 0 } }],
          "expected": { "rebuild": true }
        }
        """);

    /// <summary>A rectified row, worked out by hand.</summary>
    public static JsonObject Rectifier => Parse("""
        {
          "id": "relu/row",
          "comment": "Wrong if negative values pass.",
          "flags": ["NegativeZero"],
          "tier": "exact",
          "source": { "kind": "hand-worked", "detail": "max(x, 0) of each value." },
          "layer": { "kind": "relu" },
          "inputs": [{ "shape": [5], "values": [-1.5, -0.0, 2.5, "Infinity", 3] }],
          "expected": { "shape": [5], "values": [0, 0, 2.5, "Infinity", 3] }
        }
        """);

    public string Vectors => Path.Combine(root.FullName, "vectors");

    public string Pages => Directory.CreateDirectory(Path.Combine(root.FullName, "pages")).FullName;

    public static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    public string FileOf(string id) => Path.Combine(Vectors, "layers", id) + ".json";

    public string Put(JsonObject vector) => PutText((string)vector["id"]!, vector.ToJsonString());

    public string PutText(string id, string text)
    {
        string file = FileOf(id);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public string PutLoose(JsonObject vector)
    {
        string file = Path.Combine(root.FullName, "loose.json");
        File.WriteAllText(file, vector.ToJsonString());
        return file;
    }

    public void PutPage(string kind, string text) => File.WriteAllText(Path.Combine(Pages, $"{kind}.md"), text);

    public void Dispose() => root.Delete(recursive: true);
}
