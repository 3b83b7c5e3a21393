namespace RefCnn.Core;

/// <summary>A named result of a network.</summary>
/// <param name="Name">Unique among the network's outputs.</param>
/// <param name="Node">The index of the node that makes it.</param>
public readonly record struct NetworkOutput(string Name, int Node);
