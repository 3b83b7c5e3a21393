namespace RefCnn.Core;

/// <summary>How a network is run.</summary>
/// <param name="Progress">Told after each node; or null.</param>
public sealed record RunOptions(IProgress<RunProgress>? Progress = null);

/// <summary>How far a run is.</summary>
/// <param name="Node">The node just done.</param>
/// <param name="Done">Nodes done.</param>
/// <param name="Total">Nodes in all.</param>
public readonly record struct RunProgress(string Node, int Done, int Total);
