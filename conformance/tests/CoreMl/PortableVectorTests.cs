using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.CoreMl;

/// <summary>Every layer vector through a Core ML file: written, read back, run on the reference.</summary>
public class PortableVectorTests
{
    private static readonly Lazy<VectorSet> Vectors = new(() => VectorSet.Load(VectorFiles.FindDirectory()));

    public static TheoryData<string> Ids => new(Vectors.Value.Cases.Select(vector => vector.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void NeuralNetwork_PassesVectorOrNamesWhyNot(string id)
    {
        VectorCase vector = Vectors.Value.Find(id)!;

        CaseResult result = LayerVerifier.Verify(vector, new PortableCoreMlBackend(new ReferenceBackend()), new CompileOptions());

        result.Verdict.Should().BeOneOf([Verdict.Pass, Verdict.Unsupported], "{0}", result.Message);
    }
}
