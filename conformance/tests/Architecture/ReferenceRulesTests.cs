using System.Reflection;
using RefCnn.Accelerate;
using RefCnn.Applications;
using RefCnn.Cli;
using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.Formats;
using RefCnn.Mutants;
using RefCnn.Networks;
using RefCnn.Peers.OnnxRuntime;
using RefCnn.Pictures;
using RefCnn.Reference;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Architecture;

public class ReferenceRulesTests
{
    [Fact]
    public void Core_ReferencesNoOtherProject() => ReferencesOf(typeof(Network).Assembly).Should().BeEmpty();

    [Fact]
    public void Serialization_ReferencesOnlyCore() => ReferencesOf(typeof(LayerJson).Assembly).Should().Equal("RefCnn.Core");

    [Fact]
    public void Reference_ReferencesOnlyCore() => ReferencesOf(typeof(ReferenceBackend).Assembly).Should().Equal("RefCnn.Core");

    [Fact]
    public void Accelerate_ReferencesOnlyCore() => ReferencesOf(typeof(AccelerateBackend).Assembly).Should().Equal("RefCnn.Core");

    [Fact]
    public void Formats_ReferencesCoreAndSerialization() =>
        ReferencesOf(typeof(ModelFormats).Assembly).Should().BeSubsetOf(["RefCnn.Core", "RefCnn.Serialization"]);

    [Fact]
    public void Pictures_ReferencesCoreAndSerialization() => ReferencesOf(typeof(Picture).Assembly).Should().BeSubsetOf(["RefCnn.Core", "RefCnn.Serialization"]);

    [Fact]
    public void Applications_ReferencesCoreNetworksAndPictures() =>
        ReferencesOf(typeof(Samples).Assembly).Should().BeSubsetOf(["RefCnn.Core", "RefCnn.Networks", "RefCnn.Pictures"]);

    [Fact]
    public void CoreMl_ReferencesCoreAndSerialization() =>
        ReferencesOf(typeof(CoreMlModel).Assembly).Should().BeSubsetOf(["RefCnn.Core", "RefCnn.Serialization"]);

    [Fact]
    public void Conformance_ReferencesCoreNetworksReferenceAndSerialization() =>
        ReferencesOf(typeof(VectorCase).Assembly).Should().BeSubsetOf(["RefCnn.Core", "RefCnn.Networks", "RefCnn.Reference", "RefCnn.Serialization"]);

    [Fact]
    public void Mutants_ReferencesConformanceCoreAndNetworks() =>
        ReferencesOf(typeof(FaultCatalogue).Assembly).Should().BeSubsetOf(["RefCnn.Conformance", "RefCnn.Core", "RefCnn.Networks"]);

    [Fact]
    public void Networks_ReferencesOnlyCore() => ReferencesOf(typeof(Zoo).Assembly).Should().Equal("RefCnn.Core");

    [Fact]
    public void Peers_ReferenceOnlyCoreAndFormats() =>
        ReferencesOf(typeof(OnnxRuntimeBackend).Assembly).Should().BeSubsetOf(["RefCnn.Core", "RefCnn.Formats"]);

    [Fact]
    public void Libraries_DoNotReferenceTheCommandLine()
    {
        string tool = typeof(BackendCatalog).Assembly.GetName().Name!;

        foreach (Assembly library in new[] { typeof(Network).Assembly, typeof(LayerJson).Assembly, typeof(ReferenceBackend).Assembly, typeof(VectorCase).Assembly })
            library.GetReferencedAssemblies().Should().NotContain(name => name.Name == tool);
    }

    private static List<string> ReferencesOf(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("RefCnn", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
