using System.CommandLine;

namespace RefCnn.Cli.Commands;

/// <summary>A command whose own help ends with examples.</summary>
/// <param name="name">Its name.</param>
/// <param name="summary">What it does, in one or two sentences.</param>
/// <param name="examples">Whole command lines, without <c>refcnn</c>.</param>
internal sealed class ExampleCommand(string name, string summary, params string[] examples) : Command(name, summary)
{
    /// <summary>Command lines that work.</summary>
    public IReadOnlyList<string> Examples => examples;
}
