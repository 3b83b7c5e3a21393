using NJsonSchema;
using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Networks.Detection;

namespace RefCnn.ConformanceTests.Detection;

public class DetectionVectorTests
{
    private static readonly Lazy<IReadOnlyList<DetectionCase>> Cases = new(() => DetectionReader.ReadAll(VectorFiles.FindDirectory()));

    public static TheoryData<string> Ids => new(Cases.Value.Select(vector => vector.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Steps_PassVector(string id)
    {
        CaseResult result = DetectionVerifier.Verify(Cases.Value.Single(vector => vector.Id == id));

        result.Verdict.Should().Be(Verdict.Pass, "{0}", result.Message);
    }

    [Fact]
    public async Task Schema_EveryDetectionVector_Validates()
    {
        string folder = VectorFiles.FindDirectory();
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(folder, "schema", "detection-vector.schema.json"));

        Directory.GetFiles(Path.Combine(folder, "detection"), "*.json")
            .SelectMany(file => schema.Validate(File.ReadAllText(file)).Select(fault => $"{file}: {fault}")).Should().BeEmpty();
    }

    [Fact]
    public void Comments_AreDistinct() => Cases.Value.Select(vector => vector.Comment).Should().OnlyHaveUniqueItems();

    [Fact]
    public void Verify_OneScoreChangedInItsLastDigits_Fails()
    {
        DetectionCase vector = Cases.Value.Single(vector => vector.Id == "detection/decode-cells-and-anchors");
        var boxes = ((DetectionResult.Boxes)vector.Expected).Items;
        DetectedBox changed = boxes[0] with { Score = boxes[0].Score * (1 + 1e-13) };

        DetectionVerifier.Verify(vector with { Expected = new DetectionResult.Boxes(boxes.SetItem(0, changed)) }).Verdict.Should().Be(Verdict.Fail);
    }

    [Fact]
    public void Verify_BoxMissing_SaysHowMany()
    {
        DetectionCase vector = Cases.Value.Single(vector => vector.Id == "detection/nms-chain");

        DetectionVerifier.Verify(vector with { Expected = new DetectionResult.Boxes([]) }).Message.Should().Be("gives 2 boxes; expected 0");
    }

    [Fact]
    public void Verify_AcceptedThoughRefusalIsExpected_Fails()
    {
        DetectionCase vector = Cases.Value.Single(vector => vector.Id == "detection/crop-whole");

        DetectionVerifier.Verify(vector with { Expected = new DetectionResult.Refused() }).Message.Should().Be("is accepted; expected a refusal");
    }

    [Fact]
    public void Read_UnknownMember_NamesItAndTheFile()
    {
        string folder = Directory.CreateTempSubdirectory("detection-").FullName;
        try
        {
            string file = Path.Combine(folder, "extra.json");
            File.WriteAllText(file, """
                { "id": "detection/extra", "comment": "c", "source": { "kind": "hand-worked", "detail": "d" },
                  "step": { "kind": "suppress", "boxes": [], "limit": 0.5, "classes": 3 }, "expected": { "boxes": [] } }
                """);

            Action read = () => DetectionReader.Read(file);

            read.Should().Throw<RefCnnException>().WithMessage($"{file}: *unknown member 'classes'*");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
