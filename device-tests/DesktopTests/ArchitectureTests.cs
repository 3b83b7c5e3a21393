using System.Reflection;
using RefCnn.DeviceTests.Runner;

namespace RefCnn.DeviceTests.Desktop;

/// <summary>docs/architecture.md has the table that these hold.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Libraries = ["RefCnn.Accelerate", "RefCnn.Conformance", "RefCnn.Core", "RefCnn.CoreML", "RefCnn.Networks", "RefCnn.Reference"];

    [Fact]
    public void Tests_ReferenceLibrariesOnly() => ReferencesOf(typeof(LayerVectorTests).Assembly).Should().BeSubsetOf(Libraries);

    [Fact]
    public void Runner_ReferencesTheTestsAndTheirLibraries() =>
        ReferencesOf(typeof(DeviceRun).Assembly).Should().BeSubsetOf([.. Libraries, "RefCnn.DeviceTests", "RefCnn.Serialization"]);

    [Fact]
    public void Head_ReferencesTheRunnerAndTheCallsToObjectiveC() =>
        ReferencesOf(typeof(AppleHead.Program).Assembly).Should().BeSubsetOf(["RefCnn.Core", "RefCnn.CoreML", "RefCnn.DeviceTests", "RefCnn.DeviceTests.Runner"]);

    private static IEnumerable<string> ReferencesOf(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("RefCnn", StringComparison.Ordinal));
}
