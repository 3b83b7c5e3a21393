using System.Collections.Immutable;
using System.Text.Json;
using RefCnn.Core;
using RefCnn.Networks.Detection;

namespace RefCnn.Conformance;

/// <summary>Reads detection vectors; docs/networks/detection.md describes them. As strict as <see cref="VectorReader"/>.</summary>
public static class DetectionReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Every detection vector of a directory, by ordinal order of its identifier.</summary>
    /// <param name="directory">The directory that holds <c>detection/&lt;case&gt;.json</c>.</param>
    /// <exception cref="RefCnnException">There is no such directory, or a file cannot be used; the message names it.</exception>
    public static ImmutableArray<DetectionCase> ReadAll(string directory)
    {
        string folder = Path.Combine(directory, "detection");
        if (!Directory.Exists(folder)) throw new RefCnnException($"{directory}: has no folder 'detection'; expected the directory of the vectors");
        return [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Read)];
    }

    /// <summary>Reads a case.</summary>
    /// <param name="file">A file named <c>detection/&lt;case&gt;.json</c>.</param>
    /// <exception cref="RefCnnException">The file is not a detection vector.</exception>
    public static DetectionCase Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), Strict);
            return Parse(file, document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or RefCnnException)
        {
            throw new RefCnnException($"{file}: {fault.Message.ReplaceLineEndings(" ")}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefCnnException($"{file}: cannot be read: {fault.Message}", fault);
        }
    }

    private static DetectionCase Parse(string file, JsonElement root)
    {
        var members = StrictObject.Of(root, "$", "a detection vector");
        string id = members.Text("id"), place = $"detection/{Path.GetFileNameWithoutExtension(file)}";
        if (id != place) throw StrictObject.Fault("$.id", $"is '{id}'; expected '{place}', the file's place");
        string comment = members.Text("comment");
        StrictObject source = members.Object("source");
        if (source.Text("kind") is not "hand-worked" and var kind) throw StrictObject.Fault("$.source.kind", $"is '{kind}'; expected hand-worked");
        string detail = source.Text("detail");
        source.RefuseOthers();
        DetectionStep step = ReadStep(id, members.Object("step"));
        DetectionResult expected = ReadExpected(members.Object("expected"));
        members.RefuseOthers();
        if (expected is DetectionResult.Boxes != step is not DetectionStep.Crop && expected is not DetectionResult.Refused)
            throw StrictObject.Fault("$.expected", "expected boxes of decode and suppress, and shape and values of crop");
        return new DetectionCase(id, comment, detail, step, expected);
    }

    private static DetectionStep ReadStep(string id, StrictObject members)
    {
        var store = new VectorTensorStore(id);
        string kind = members.Text("kind");
        DetectionStep step = kind switch
        {
            "decode" => new DetectionStep.Decode(store.Read(members.Take("map")), ReadAnchors(members), members.Double("threshold")),
            "suppress" => new DetectionStep.Suppress(ReadBoxes(members), members.Double("limit")),
            "crop" => new DetectionStep.Crop(store.Read(members.Take("picture")), ReadPlace(members.Doubles("box")), members.Whole("height"), members.Whole("width")),
            _ => throw StrictObject.Fault("$.step.kind", $"is '{kind}'; expected decode, suppress or crop"),
        };
        members.RefuseOthers();
        return step;
    }

    private static DetectionResult ReadExpected(StrictObject members)
    {
        DetectionResult result;
        if (members.Has("boxes"))
        {
            result = new DetectionResult.Boxes(ReadBoxes(members));
        }
        else if (members.Has("refused"))
        {
            if (members.Take("refused").ValueKind != JsonValueKind.True) throw StrictObject.Fault("$.expected.refused", "expected true, or no such member");
            result = new DetectionResult.Refused();
        }
        else
        {
            Shape shape = members.Shape("shape");
            double[] values = members.Doubles("values");
            if (values.Length != shape.Count) throw StrictObject.Fault("$.expected.values", $"has {values.Length} values; expected {shape.Count} for {shape}");
            result = new DetectionResult.Cropped(new Tensor<double>(shape, values));
        }

        members.RefuseOthers();
        return result;
    }

    private static ImmutableArray<YoloAnchor> ReadAnchors(StrictObject members) =>
        [.. members.Items("anchors").Select(item => Numbers(item, 2)).Select(numbers => new YoloAnchor(numbers[0], numbers[1]))];

    // A box is six numbers: x, y, width, height, class, score.
    private static ImmutableArray<DetectedBox> ReadBoxes(StrictObject members) =>
        [.. members.Items("boxes").Select(item => Numbers(item, 6)).Select(numbers => ReadPlace(numbers[..4]) with { Class = (int)numbers[4], Score = numbers[5] })];

    private static DetectedBox ReadPlace(double[] numbers) => numbers.Length == 4
        ? new(numbers[0], numbers[1], numbers[2], numbers[3], 0, 0)
        : throw StrictObject.Fault("$.step.box", $"has {numbers.Length} numbers; expected 4: x, y, width, height");

    private static double[] Numbers((JsonElement Value, string Path) item, int count) =>
        item.Value.ValueKind == JsonValueKind.Array && item.Value.GetArrayLength() == count && item.Value.EnumerateArray().All(number => number.ValueKind == JsonValueKind.Number)
            ? [.. item.Value.EnumerateArray().Select(number => number.GetDouble())]
            : throw StrictObject.Fault(item.Path, $"expected {count} numbers");
}
