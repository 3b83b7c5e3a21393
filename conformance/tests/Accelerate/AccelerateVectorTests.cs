using RefCnn.Accelerate;
using RefCnn.Conformance;
using RefCnn.Core;

namespace RefCnn.ConformanceTests.Accelerate;

/// <summary>Every layer vector on the fast engine.</summary>
public class AccelerateVectorTests
{
    private static readonly Lazy<VectorSet> Vectors = new(() => VectorSet.Load(VectorFiles.FindDirectory()));

    public static TheoryData<string> Ids => new(Vectors.Value.Cases.Select(vector => vector.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Accelerate_PassesVector(string id)
    {
        VectorCase vector = Vectors.Value.Find(id)!;

        CaseResult result = LayerVerifier.Verify(vector, new AccelerateBackend(), new CompileOptions(Threads: 2));

        result.Verdict.Should().Be(Verdict.Pass, "{0}", result.Message);
    }
}
