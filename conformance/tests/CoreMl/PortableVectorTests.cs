using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Core.Layers;
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

    [Theory]
    [MemberData(nameof(Ids))]
    public void ProgramOfFloat16_PassesVectorOrNamesWhyNot(string id) => Judge(id, CoreMlFormat.Program, CoreMlPrecision.Float16);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Files_OfVector_KeepTheSpecification(string id)
    {
        VectorCase vector = Vectors.Value.Find(id)!;
        if (vector.Expected is Expectation.Invalid || CoreMlSupport.UnsupportedReason(vector.Layer, [.. vector.Inputs.Select(input => input.Shape)]) is not null) return;
        var builder = new NetworkBuilder("vector");
        int[] inputs = [.. vector.Inputs.Select((tensor, i) => builder.Input($"input{i}", tensor.Shape))];
        builder.Output("output", vector.Layer is Input ? inputs[0] : builder.Add("layer", vector.Layer, inputs));
        Network network = builder.Build();
        foreach (CoreMlPrecision precision in Enum.GetValues<CoreMlPrecision>())
        {
            var options = new EmitOptions(precision);
            CoreMlFindings ofNetwork = CoreMlValidator.Validate(new CoreMlPackage(CoreMlModel.NeuralNetworkBytes(network, options), ReadOnlyMemory<byte>.Empty), "vector.mlmodel");
            CoreMlFindings ofProgram = CoreMlValidator.Validate(CoreMlModel.ProgramParts(network, options), "vector.mlpackage");
            ofNetwork.Faults.Concat(ofNetwork.Unchecked).Should().BeEmpty();
            ofProgram.Faults.Concat(ofProgram.Unchecked).Should().BeEmpty();
        }
    }

    [Fact]
    public void Reasons_OfUnsupportedVectors_AreOnThePage()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "coreml.md"));

        Vectors.Value.Cases.Where(vector => vector.Expected is Expectation.Valid)
            .Select(vector => CoreMlSupport.UnsupportedReason(vector.Layer, [.. vector.Inputs.Select(input => input.Shape)]))
            .OfType<string>().Select(reason => reason.Split("; a shape here")[0]).Distinct()
            .Where(reason => !page.Contains(reason, StringComparison.Ordinal)).Should().BeEmpty("docs/coreml.md lists everything that Core ML cannot express");
    }

    private static void Judge(string id, CoreMlFormat format, CoreMlPrecision precision = CoreMlPrecision.Float32)
    {
        VectorCase vector = Vectors.Value.Find(id)!;

        CaseResult result = LayerVerifier.Verify(vector, new PortableCoreMlBackend(new ReferenceBackend(), format, precision), new CompileOptions());

        result.Verdict.Should().BeOneOf([Verdict.Pass, Verdict.Unsupported], "{0}", result.Message);
    }
}
