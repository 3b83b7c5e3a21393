using System.Collections.Immutable;
using System.CommandLine;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn completion</c>: scripts by which shells complete command lines. They ask the tool itself, by System.CommandLine's directive <c>[suggest:POSITION]</c>.</summary>
internal static class CompletionCommand
{
    private static readonly ImmutableSortedDictionary<string, string> Scripts = new Dictionary<string, string>
    {
        ["bash"] = """
            _refcnn() {
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$(refcnn "[suggest:$COMP_POINT]" "$COMP_LINE" 2> /dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _refcnn refcnn
            """,
        ["zsh"] = """
            #compdef refcnn
            _refcnn() {
                local -a found=("${(@f)$(refcnn "[suggest:$CURSOR]" "$BUFFER" 2> /dev/null)}")
                compadd -a found || _files
            }
            compdef _refcnn refcnn
            """,
        ["fish"] = """
            complete -c refcnn -a "(refcnn '[suggest:'(commandline -C)']' (commandline -p) 2> /dev/null)"
            """,
        ["powershell"] = """
            Register-ArgumentCompleter -Native -CommandName refcnn -ScriptBlock {
                param($word, $line, $position)
                refcnn "[suggest:$position]" "$line" | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("SHELL") { Description = $"One of {string.Join(", ", Scripts.Keys)}." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new ExampleCommand(
            "completion",
            "Prints a script by which a shell completes command lines of refcnn.",
            "completion bash >> ~/.bashrc",
            "completion zsh > ~/.zfunc/_refcnn",
            "completion fish > ~/.config/fish/completions/refcnn.fish")
        {
            shell,
        };
        command.SetAction(parsed => terminal.WriteLine(Scripts[parsed.GetRequiredValue(shell)]));
        return command;
    }
}
