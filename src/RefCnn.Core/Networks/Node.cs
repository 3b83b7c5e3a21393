using System.Collections.Immutable;
using RefCnn.Core.Layers;

namespace RefCnn.Core;

/// <summary>One step of a network. It has one output, and reads only earlier nodes.</summary>
/// <param name="Name">Unique in its network; taps and messages use it.</param>
/// <param name="Layer">What it computes.</param>
/// <param name="Inputs">Indices of the nodes that it reads.</param>
public sealed record Node(string Name, Layer Layer, ImmutableArray<int> Inputs);
