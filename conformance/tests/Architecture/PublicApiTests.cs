using System.Reflection;
using PublicApiGenerator;
using RefCnn.Accelerate;
using RefCnn.Applications;
using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.Formats;
using RefCnn.Mutants;
using RefCnn.Networks;
using RefCnn.Pictures;
using RefCnn.Reference;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Architecture;

/// <summary>
/// What the packages promise: <c>conformance/api</c> holds the public surface of each, and a change shows there before it shows to users.
/// With <c>REFCNN_ACCEPT_API=1</c> the tests write the files instead.
/// </summary>
public class PublicApiTests
{
    private const string Accept = "REFCNN_ACCEPT_API";

    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    public static TheoryData<string> Libraries => [.. Assemblies.Select(assembly => assembly.GetName().Name!)];

    private static IEnumerable<Assembly> Assemblies => new[]
    {
        typeof(Network), typeof(LayerJson), typeof(ReferenceBackend), typeof(AccelerateBackend), typeof(CoreMlModel), typeof(ModelFormats), typeof(Picture), typeof(Zoo),
        typeof(Samples), typeof(VectorCase), typeof(FaultCatalogue),
    }.Select(type => type.Assembly);

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_OffersWhatItsFileSays(string library)
    {
        string file = Path.Combine(Repository.Root, "conformance", "api", $"{library}.txt");
        string surface = Assemblies.Single(assembly => assembly.GetName().Name == library).GeneratePublicApi(Options).ReplaceLineEndings("\n").TrimEnd();
        if (Environment.GetEnvironmentVariable(Accept) == "1") File.WriteAllText(file, surface + "\n");

        string[] now = surface.Split('\n'), then = File.ReadAllLines(file);
        now.Except(then).Should().BeEmpty($"{file} lacks these; if they are meant, run this test with {Accept}=1 and commit what it writes");
        then.Except(now).Should().BeEmpty($"{file} has these, which are gone: users miss them. If that is meant, run this test with {Accept}=1 and tell it in CHANGELOG.md");
        now.Should().Equal(then, $"{file} has them in another order or number; run this test with {Accept}=1");
    }
}
