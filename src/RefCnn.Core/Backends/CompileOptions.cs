using System.Collections.Immutable;

namespace RefCnn.Core;

/// <summary>How a backend prepares a network.</summary>
/// <param name="Threads">How many threads a run may use; 0 for all processors.</param>
/// <param name="Taps">Names of the nodes whose outputs a run also returns.</param>
public sealed record CompileOptions(int Threads = 0, ImmutableArray<string> Taps = default)
{
    /// <summary>The number of threads with 0 resolved.</summary>
    public int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;

    /// <summary>The taps, none where they were not given.</summary>
    public ImmutableArray<string> TapNames => Taps.IsDefault ? [] : Taps;

    /// <summary>Options that tap every node of a network.</summary>
    /// <param name="network">The network.</param>
    public CompileOptions WithAllTaps(Network network) => this with { Taps = [.. network.Nodes.Select(node => node.Name)] };
}
