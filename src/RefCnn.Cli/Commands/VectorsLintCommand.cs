using System.CommandLine;
using RefCnn.Conformance;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn vectors lint</c>: what is wrong with the vectors.</summary>
internal static class VectorsLintCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> kinds = SharedOptions.Kinds();
        Option<string?> vectors = SharedOptions.Vectors();
        Option<string?> pages = SharedOptions.Pages();
        var command = new ExampleCommand(
            "lint",
            "Holds the vectors to the rules of docs/vectors.md. Exits with 1 where it finds something.",
            "vectors lint",
            "vectors lint conv2d")
        {
            kinds,
            vectors,
            pages,
        };
        command.SetAction(parsed =>
        {
            string directory = SharedOptions.VectorDirectory(parsed.GetValue(vectors));
            string kindPages = SharedOptions.PageDirectory(parsed.GetValue(pages), directory);
            var findings = VectorLinter.Lint(directory, kindPages, parsed.GetValue(kinds)!);
            foreach (LintFinding finding in findings) terminal.WriteLine(finding.File.Length > 0 ? $"{finding.File}: {finding.Message}" : finding.Message);
            terminal.WriteLine($"{findings.Length} findings");
            return findings.IsEmpty ? ExitCode.Good : ExitCode.VerdictFailed;
        });
        return command;
    }
}
