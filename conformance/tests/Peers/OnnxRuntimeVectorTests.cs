using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Peers.OnnxRuntime;

namespace RefCnn.ConformanceTests.Peers;

public class OnnxRuntimeVectorTests
{
    private static readonly OnnxRuntimeBackend Backend = new();

    public static TheoryData<string> Paths => [.. VectorFiles.In(VectorFiles.FindDirectory())];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Verify_LayerVector_Passes(string path)
    {
        VectorCase vector = VectorReader.Read(path);

        CaseResult result = LayerVerifier.Verify(vector, Backend, new CompileOptions(Threads: 1));

        result.Verdict.Should().BeOneOf([Verdict.Pass, Verdict.Unsupported], result.Message);
    }
}
