using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Conformance.Networks;

/// <summary>The frozen truth of one network on its seeded inputs: docs/vectors.md describes the files.</summary>
/// <param name="Name">The network.</param>
/// <param name="Source">The definition that it follows.</param>
/// <param name="Parameters">The number of trained values.</param>
/// <param name="MultiplyAccumulates">The multiplications of one run.</param>
/// <param name="Inputs">Names and shapes of the inputs.</param>
/// <param name="Nodes">One record a node, in order.</param>
/// <param name="Outputs">The outputs, whose nodes keep all values or many.</param>
public sealed record NetworkVector(
    string Name, string Source, long Parameters, long MultiplyAccumulates, ImmutableArray<NamedShape> Inputs, ImmutableArray<NodeRecord> Nodes, ImmutableArray<OutputRecord> Outputs);

/// <summary>An input's name and shape.</summary>
/// <param name="Name">The name.</param>
/// <param name="Shape">The shape.</param>
public readonly record struct NamedShape(string Name, Shape Shape);

/// <summary>An output of a network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Node">The name of the node that makes it.</param>
/// <param name="Noise">For each value that the node keeps, the standard deviation that rounding gives it, in units of the unit roundoff u.</param>
public sealed record OutputRecord(string Name, string Node, ImmutableArray<double> Noise);
