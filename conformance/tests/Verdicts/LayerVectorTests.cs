using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Verdicts;

/// <summary>Every layer vector on every backend of this machine.</summary>
public class LayerVectorTests
{
    private static readonly Lazy<VectorSet> Vectors = new(() => VectorSet.Load(VectorFiles.FindDirectory()));

    public static TheoryData<string> Ids => new(Vectors.Value.Cases.Select(vector => vector.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Reference_PassesVector(string id)
    {
        VectorCase vector = Vectors.Value.Find(id)!;

        CaseResult result = LayerVerifier.Verify(vector, new ReferenceBackend(), new CompileOptions());

        result.Verdict.Should().Be(Verdict.Pass, "{0}", result.Message);
    }
}
