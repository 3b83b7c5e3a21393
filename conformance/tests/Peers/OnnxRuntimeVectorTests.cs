using Microsoft.ML.OnnxRuntime;
using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Peers.OnnxRuntime;

namespace RefCnn.ConformanceTests.Peers;

public class OnnxRuntimeVectorTests
{
    private static readonly OnnxRuntimeBackend Backend = new();

    private static readonly VectorSet Vectors = VectorSet.Load(VectorFiles.FindDirectory());

    public static TheoryData<string> Agreeing => [.. Vectors.Cases.Select(vector => vector.Id).Where(id => !OnnxRuntimeLimits.Deviations.ContainsKey(id))];

    public static TheoryData<string> Deviating => [.. OnnxRuntimeLimits.Deviations.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Agreeing))]
    public void Verify_LayerVector_Passes(string id)
    {
        CaseResult result = Verify(id, Backend);

        result.Verdict.Should().Be(Verdict.Pass, result.Message);
    }

    [Theory]
    [MemberData(nameof(Deviating))]
    public void Verify_NamedDeviation_StillFails(string id) =>
        Verify(id, Backend).Verdict.Should().Be(Verdict.Fail, "OnnxRuntimeLimits names only what deviates: take it off the list");

    [Fact]
    public void Verify_WidePaddingWithoutGraphOptimisations_Passes()
    {
        CaseResult result = Verify("average-pool2d/padding-beyond-half-kernel", new OnnxRuntimeBackend(GraphOptimizationLevel.ORT_DISABLE_ALL));

        result.Verdict.Should().Be(Verdict.Pass, result.Message);
    }

    private static CaseResult Verify(string id, OnnxRuntimeBackend backend) =>
        LayerVerifier.Verify(Vectors.Cases.Single(vector => vector.Id == id), backend, new CompileOptions(Threads: 1));
}
