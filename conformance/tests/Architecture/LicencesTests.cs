using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace RefCnn.ConformanceTests.Architecture;

/// <summary>
/// Under which licences the packages stand that the libraries, the tool and the tests restore, what those ask for included: <c>docs/licences.md</c>, from the packages' own manifests.
/// With <c>REFCNN_ACCEPT_LICENCES=1</c> the test writes the page instead.
/// </summary>
public class LicencesTests
{
    private const string Accept = "REFCNN_ACCEPT_LICENCES";

    // What may come in without being asked about: licences that ask for no more than a notice.
    private static readonly string[] Allowed = ["MIT", "Apache-2.0", "BSD-3-Clause"];

    [Fact]
    public void Page_IsWhatThePackagesSay()
    {
        string path = Path.Combine(Repository.Root, "docs", "licences.md"), page = Page(Packages());
        if (Environment.GetEnvironmentVariable(Accept) == "1") File.WriteAllText(path, page);

        File.ReadAllText(path).Should().Be(page, $"packages or their versions have changed; run this test with {Accept}=1 and commit what it writes");
    }

    [Fact]
    public void Package_OfTheLibraries_HasALicenceThatAsksForANoticeAtMost() =>
        Packages().Where(package => package.IsShipped && !Allowed.Contains(package.Licence)).Select(package => $"{package.Name}: {package.Licence}").Should().BeEmpty();

    private static string Page(IEnumerable<Package> packages)
    {
        var text = new StringBuilder("# Licences\nThe packages of the projects in `src` and of the tests, with what those ask for in turn, as their own manifests say. Written by a test (`LicencesTests`), which fails where this page is not what it writes.\n");
        text.Append("Those that the SDK adds by itself are left out. *With us*: a package or a program of RefCnn brings it along; the others are for tests, benchmarks and builds.\n\n| package | version | licence | with us |\n|---|---|---|---|\n");
        foreach (Package package in packages) text.Append(CultureInfo.InvariantCulture, $"| {package.Name} | {package.Version} | {package.Licence} | {(package.IsShipped ? "yes" : "")} |\n");
        return text.ToString();
    }

    private static List<Package> Packages()
    {
        var found = new SortedDictionary<(string Name, string Version), Package>();
        foreach (string assets in Restored())
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(assets));
            JsonElement root = document.RootElement;
            string[] folders = [.. root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)];
            HashSet<string> implied = [.. Asked(root).Where(asked => asked.Value.TryGetProperty("autoReferenced", out JsonElement value) && value.GetBoolean()).Select(asked => asked.Name)];
            HashSet<string> builds = [.. Asked(root).Where(asked => asked.Value.TryGetProperty("suppressParent", out JsonElement value) && value.GetString() == "All").Select(asked => asked.Name)];
            bool isOurs = Path.GetRelativePath(Repository.Root, assets).StartsWith("src", StringComparison.Ordinal);
            foreach (JsonProperty library in root.GetProperty("libraries").EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package"))
            {
                string[] parts = library.Name.Split('/');
                if (implied.Contains(parts[0]) || parts[0].StartsWith("runtime.", StringComparison.Ordinal)) continue;
                bool isShipped = (isOurs && !builds.Contains(parts[0])) || (found.TryGetValue((parts[0], parts[1]), out Package? known) && known.IsShipped);
                found[(parts[0], parts[1])] = new Package(parts[0], parts[1], Licence(folders, library.Value.GetProperty("path").GetString()!), isShipped);
            }
        }

        return [.. found.Values];
    }

    private static IEnumerable<JsonProperty> Asked(JsonElement root) => root.GetProperty("project").GetProperty("frameworks").EnumerateObject()
        .SelectMany(framework => framework.Value.TryGetProperty("dependencies", out JsonElement asked) ? [.. asked.EnumerateObject()] : Array.Empty<JsonProperty>());

    // The tests refer to all projects of src, and whatever restores them restores those.
    private static IEnumerable<string> Restored() =>
    [
        Path.Combine(Repository.Root, "conformance", "tests", "obj", "project.assets.json"),
        .. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(project => Path.Combine(project, "obj", "project.assets.json")).Where(File.Exists),
    ];

    private static string Licence(string[] folders, string path)
    {
        string folder = folders.Select(folder => Path.Combine(folder, path)).First(Directory.Exists);
        XElement metadata = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single()).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        XElement? licence = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "license");
        if (licence is null) return metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "licenseUrl")?.Value ?? "none stated";
        if (licence.Attribute("type")?.Value != "file") return licence.Value;
        string title = File.ReadLines(Path.Combine(folder, licence.Value)).Select(line => line.Trim()).First(line => line.Length > 0);
        return title switch { "MIT License" => "MIT", "Apache License" => "Apache-2.0", _ => title };
    }

    private sealed record Package(string Name, string Version, string Licence, bool IsShipped);
}
