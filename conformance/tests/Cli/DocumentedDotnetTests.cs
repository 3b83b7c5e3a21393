using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Text.RegularExpressions;
using RefCnn.Benchmarks.Commands;
using RefCnn.Cli;

namespace RefCnn.ConformanceTests.Cli;

/// <summary>
/// Commands of .NET's that pages print: their projects, options and filters exist, and what follows <c>--</c> is something that the program takes. None is run here, each for a reason.
/// </summary>
public partial class DocumentedDotnetTests
{
    private static readonly (string Start, string Reason)[] OnlyChecked =
    [
        ("build", "what runs these tests was built so"),
        ("test", "a test that ran them would run itself"),
        ("pack", "conformance/packages.sh packs, in CI"),
        ("tool install", "conformance/packages.sh installs, in CI"),
        ("publish", "conformance/ahead_of_time.sh publishes, in CI"),
        ("format", ".ci/run formats"),
        ("run -c Release --project src/RefCnn.Cli", "DocumentedCommandsTests and .ci/run run the tool"),
        ("run -c Release --project benchmarks -- race", "a race takes minutes, and a machine that is quiet"),
        ("run -c Release --project benchmarks -- kernels", "it takes minutes, and a machine that is quiet"),
        ("run -c Release --project benchmarks -- figures", "FiguresTests draw"),
        ("run -c Release --project device-tests/Host", "device-tests/run-aot.sh runs the program, in CI"),
    ];

    private static readonly string[] Folders = ["docs", "src", "samples", ""];

    private static readonly ConcurrentDictionary<string, string> Helps = new();

    private static readonly Lazy<string> Projects = new(() => string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(File.ReadAllText)));

    public static TheoryData<string> Printed => [.. Commands().Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Printed))]
    public void Command_OfAPage_IsNotRunForAReason(string command) =>
        OnlyChecked.Where(entry => command[7..].StartsWith(entry.Start, StringComparison.Ordinal)).Should().ContainSingle("a command is run, or there is a reason why not");

    [Theory]
    [MemberData(nameof(Printed))]
    public void Command_OfAPage_NamesWhatIsThere(string command)
    {
        (string[] own, string[] passed) = Split(command);
        string verb = own[0] == "tool" ? $"{own[0]} {own[1]}" : own[0];
        string help = Helps.GetOrAdd(verb, HelpOf);

        foreach (string option in own.Where(word => word.StartsWith('-') && !IsProperty(word))) help.Should().MatchRegex($@"(?m)(^|[\s,]){Regex.Escape(option)}\b");
        foreach (string property in own.Where(IsProperty).Select(word => word.Split(':', '=')[1]).Where(name => !name.StartsWith("Ilc", StringComparison.Ordinal)))
            Projects.Value.Should().Contain($"$({property})", "a property that is not the compiler's own is one of a project");
        foreach (string target in own.Where(IsPath)) Path.Exists(Path.Combine(Repository.Root, target)).Should().BeTrue(target);
        foreach (string filter in own.Where(word => word.StartsWith("FullyQualifiedName~", StringComparison.Ordinal))) Matching(filter.Split('~')[1]).Should().NotBeEmpty();
        if (passed.Length > 0 && ProgramOf(own) is { } program) program.Parse(passed).Errors.Select(error => error.Message).Should().BeEmpty();
    }

    // The page that adds a layer is run as a whole, on what it adds: conformance/adding_a_layer.sh.
    private static IEnumerable<string> Commands() =>
        from folder in Folders
        from page in Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.md", folder == "docs" ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
        where Path.GetFileName(page) != "adding-a-layer.md"
        let text = File.ReadAllText(page)
        from Match found in Line().Matches(text).Concat(Inline().Matches(text))
        select found.Groups[1].Value.Trim();

    private static bool IsProperty(string word) => word.StartsWith("-p:", StringComparison.Ordinal);

    private static (string[] Own, string[] Passed) Split(string command)
    {
        string[] words = [.. Word().Matches(command).Select(word => word.Value.Trim('"')).Skip(1)];
        int end = Array.IndexOf(words, "--");
        return end < 0 ? (words, []) : (words[..end], words[(end + 1)..]);
    }

    private static bool IsPath(string word) => !word.StartsWith('-') && (word.Contains('/', StringComparison.Ordinal) || word.EndsWith(".sln", StringComparison.Ordinal) || word == "benchmarks");

    private static IEnumerable<Type> Matching(string part) => typeof(DocumentedDotnetTests).Assembly.GetTypes()
        .Where(type => type.GetMethods().Any(method => method.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0 && $"{type.FullName}.{method.Name}".Contains(part, StringComparison.Ordinal)));

    private static RootCommand? ProgramOf(string[] own) => own[Array.IndexOf(own, "--project") + 1] switch
    {
        "src/RefCnn.Cli" => CommandLineHost.CreateRoot(new Terminal(TextWriter.Null, TextWriter.Null, HasColours: false, ShowsProgress: false)),
        "benchmarks" => BenchmarkCommands.CreateRoot(TextWriter.Null),
        _ => null,
    };

    private static string HelpOf(string verb)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [.. verb.Split(' '), "--help"]) { RedirectStandardOutput = true, Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en" } })!;
        string help = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return help;
    }

    [GeneratedRegex(@"^(?: {4})?(?:\w+=\S+ )?(dotnet [a-z].*)$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"`(?:\w+=\S+ )?(dotnet [a-z][^`]*)`")]
    private static partial Regex Inline();

    [GeneratedRegex(@"""[^""]*""|\S+")]
    private static partial Regex Word();
}
