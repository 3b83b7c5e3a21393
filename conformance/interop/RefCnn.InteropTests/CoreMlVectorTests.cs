using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.InteropTests.StandIns;

namespace RefCnn.InteropTests;

/// <summary>Every layer vector through the calls to Core ML.</summary>
public class CoreMlVectorTests : StandInTests
{
    private static readonly Lazy<VectorSet> Vectors = new(() => VectorSet.Load(VectorFiles.FindDirectory()));

    public static TheoryData<string> Ids => new(Vectors.Value.Cases.Select(vector => vector.Id));

    [StandInTheory]
    [MemberData(nameof(Ids))]
    public void NeuralNetwork_PassesVectorOrNamesWhyNot(string id) => Judge(id, CoreMlFormat.NeuralNetwork);

    [StandInTheory]
    [MemberData(nameof(Ids))]
    public void Program_PassesVectorOrNamesWhyNot(string id) => Judge(id, CoreMlFormat.Program);

    private static void Judge(string id, CoreMlFormat format)
    {
        VectorCase vector = Vectors.Value.Find(id)!;

        CaseResult result = LayerVerifier.Verify(vector, new CoreMlBackend(format: format), new CompileOptions());

        result.Verdict.Should().BeOneOf([Verdict.Pass, Verdict.Unsupported], "{0}", result.Message);
    }
}
