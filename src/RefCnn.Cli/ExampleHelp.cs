using System.CommandLine;
using System.CommandLine.Invocation;
using RefCnn.Cli.Commands;

namespace RefCnn.Cli;

/// <summary>The library's help, followed by the command's examples.</summary>
/// <param name="help">The library's help.</param>
internal sealed class ExampleHelp(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    /// <summary>Command lines for who has just installed the tool: they need no file.</summary>
    public static IReadOnlyList<string> First { get; } = ["inspect --model zoo:squeezenet", "run --model zoo:squeezenet --output y.npy", "verify --layers conv2d", "verify --networks squeezenet --backend accelerate"];

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        Command command = parseResult.CommandResult.Command;
        IReadOnlyList<string> examples = command is ExampleCommand own ? own.Examples : command is RootCommand ? First : [];
        if (examples.Count == 0) return code;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in examples) output.WriteLine($"  refcnn {example}");
        return code;
    }
}
