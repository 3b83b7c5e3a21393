using System.CommandLine;
using System.Text.RegularExpressions;
using RefCnn.Cli;
using RefCnn.Cli.Commands;

namespace RefCnn.ConformanceTests.Cli;

/// <summary>Command lines of README, docs and help: each is one that the tool takes, and those that need nothing but the repository are run.</summary>
public partial class DocumentedCommandsTests
{
    private static readonly string[] Cheap = ["vectors list", "vectors lint", "vectors coverage", "verify --case", "verify --layers softmax", "inspect --model zoo:squeezenet", "completion", "mutants --list"];

    public static TheoryData<string> Printed => [.. Commands.Select(found => found.Command).Distinct()];

    public static TheoryData<string> Runnable =>
        [.. Commands.Select(found => found.Command).Where(command => Array.Exists(Cheap, start => command.StartsWith($"refcnn {start}", StringComparison.Ordinal)) && !FileOption().IsMatch(command)).Distinct()];

    public static TheoryData<string> Helped => [.. Examples(Root()).Distinct()];

    private static IEnumerable<(string Page, string Command)> Commands =>
        from page in Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Repository.Root, "README.md"))
        from Match line in Line().Matches(File.ReadAllText(page).Replace("\\\n", " ", StringComparison.Ordinal))
        let command = line.Groups[1].Value
        where !command.Contains('…', StringComparison.Ordinal)
        select (Path.GetRelativePath(Repository.Root, page), command);

    [Theory]
    [MemberData(nameof(Printed))]
    public void Command_OfAPage_IsOneThatTheToolTakes(string command) =>
        Root().Parse(Words(command)).Errors.Select(error => error.Message).Should().BeEmpty($"it is on {string.Join(", ", Commands.Where(found => found.Command == command).Select(found => found.Page))}");

    [Theory]
    [MemberData(nameof(Helped))]
    public void Example_OfACommandsHelp_IsOneThatTheToolTakes(string command) => Root().Parse(Words(command)).Errors.Select(error => error.Message).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Runnable))]
    public async Task Command_ThatNeedsOnlyTheRepository_Succeeds(string command)
    {
        CliOutcome outcome = await CliHost.RunAsync(Words(command));

        outcome.Code.Should().Be(0, outcome.Output + outcome.Error);
    }

    private static RootCommand Root() => CommandLineHost.CreateRoot(new Terminal(TextWriter.Null, TextWriter.Null, HasColours: false, ShowsProgress: false));

    private static IEnumerable<string> Examples(Command command) =>
        (command is ExampleCommand example ? example.Examples : command is RootCommand ? ExampleHelp.First : []).Select(line => $"refcnn {line}").Concat(command.Subcommands.SelectMany(Examples));

    // The words of a command, up to what its shell would make of the rest.
    private static string[] Words(string command) => [.. Word().Matches(ShellRest().Replace(command, "")).Select(word => word.Value.Trim('\'', '"')).Skip(1)];

    [GeneratedRegex(@"^(?: {4})?(refcnn .*?)(?: {2,}#.*)?$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@" (>|>>|\||&&|\|\||;) .*$")]
    private static partial Regex ShellRest();

    [GeneratedRegex(@"'[^']*'|""[^""]*""|\S+")]
    private static partial Regex Word();

    [GeneratedRegex(@"--(json|output|markdown|html|timings|junit|trx|labels)\b.*\.|>")]
    private static partial Regex FileOption();
}
