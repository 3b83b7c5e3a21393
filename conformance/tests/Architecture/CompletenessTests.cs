using RefCnn.Conformance;
using RefCnn.Conformance.Magnitudes;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Architecture;

/// <summary>Names what a layer kind still lacks; docs/adding-a-layer.md lists the pieces.</summary>
public class CompletenessTests
{
    [Fact]
    public void EveryLayerRecord_IsAKind()
    {
        IEnumerable<Type> records = typeof(Layer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract);

        records.Should().BeEquivalentTo(LayerKinds.All.Select(kind => kind.Type), "LayerKinds.cs has one line a kind");
    }

    [Fact]
    public void EveryKind_HasAReferenceKernel() =>
        LayerKinds.All.Where(kind => !ReferenceEngine.HasKernel(kind.Type)).Select(kind => kind.Name).Should().BeEmpty("KernelTable.cs has one line a kind");

    [Fact]
    public void EveryKind_HasAnAccelerateKernel() =>
        LayerKinds.All.Where(kind => kind.Type != typeof(Input) && !RefCnn.Accelerate.KernelTable.Has(kind.Type) && !RefCnn.Accelerate.Plan.LayoutPass.Renames(kind.Type))
            .Select(kind => kind.Name).Should().BeEmpty("KernelTable.cs has one line a kind, but for those that only rename positions");

    [Fact]
    public void EveryKind_HasAnEmitterForC() =>
        LayerKinds.All.Where(kind => !RefCnn.Formats.CSource.Emitters.LayerEmitters.Has(kind.Type)).Select(kind => kind.Name).Should().BeEmpty("LayerEmitters.cs of CSource has one line a kind");

    [Fact]
    public void EveryConditionedKind_HasAMagnitude() =>
        VectorSet.Load(VectorFiles.FindDirectory()).Cases
            .Where(vector => vector.Expected is Expectation.Valid && vector.Layer.AccuracyFor([.. vector.Inputs.Select(input => input.Shape)]) is Accuracy.Conditioned)
            .Where(vector => !MagnitudeTable.Has(vector.Layer.GetType()))
            .Select(vector => vector.Kind).Distinct().Should().BeEmpty("MagnitudeTable.cs has one line a conditioned kind");

    [Fact]
    public void EveryKind_HasAPage() =>
        LayerKinds.All.Where(kind => !File.Exists(Path.Combine(Repository.Root, "docs", "layers", kind.Name + ".md")))
            .Select(kind => kind.Name).Should().BeEmpty("docs/layers has one page a kind");

    [Fact]
    public void EveryKind_HasVectors() =>
        LayerKinds.All.Where(kind => kind.Name != "input" && !Directory.Exists(Path.Combine(Repository.Vectors, kind.Name)))
            .Select(kind => kind.Name).Should().BeEmpty("conformance/vectors/layers has one folder a kind (an input computes nothing)");
}
