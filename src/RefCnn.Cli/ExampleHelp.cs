using System.CommandLine;
using System.CommandLine.Invocation;
using RefCnn.Cli.Commands;

namespace RefCnn.Cli;

/// <summary>The library's help, followed by the command's examples.</summary>
/// <param name="help">The library's help.</param>
internal sealed class ExampleHelp(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not ExampleCommand command) return code;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in command.Examples) output.WriteLine($"  refcnn {example}");
        return code;
    }
}
