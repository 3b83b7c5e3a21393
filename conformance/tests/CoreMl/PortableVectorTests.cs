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
    public void NeuralNetwork_PassesVectorOrNamesWhyNot(string id) => Judge(id, CoreMlFormat.NeuralNetwork);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Program_PassesVectorOrNamesWhyNot(string id) => Judge(id, CoreMlFormat.Program);

    [Fact]
    public void Reasons_OfUnsupportedVectors_AreOnThePage()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "coreml.md"));

        Vectors.Value.Cases.Where(vector => vector.Expected is Expectation.Valid)
            .Select(vector => CoreMlSupport.UnsupportedReason(vector.Layer, [.. vector.Inputs.Select(input => input.Shape)]))
            .OfType<string>().Select(reason => reason.Split("; a shape here")[0]).Distinct()
            .Where(reason => !page.Contains(reason, StringComparison.Ordinal)).Should().BeEmpty("docs/coreml.md lists everything that Core ML cannot express");
    }

    private static void Judge(string id, CoreMlFormat format)
    {
        VectorCase vector = Vectors.Value.Find(id)!;

        CaseResult result = LayerVerifier.Verify(vector, new PortableCoreMlBackend(new ReferenceBackend(), format), new CompileOptions());

        result.Verdict.Should().BeOneOf([Verdict.Pass, Verdict.Unsupported], "{0}", result.Message);
    }
}
