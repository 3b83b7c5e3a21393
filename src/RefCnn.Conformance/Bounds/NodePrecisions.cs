using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Conformance.Bounds;

/// <summary>How precisely each node of a compiled network is computed.</summary>
internal static class NodePrecisions
{
    /// <summary>The class of every node: its own where compiling gave it one, else the backend's.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="compiled">What it made of a network.</param>
    public static ImmutableArray<PrecisionClass> Of(IBackend backend, ICompiledNetwork compiled) =>
        [.. Enumerable.Range(0, compiled.Network.Nodes.Length).Select(node => compiled.PrecisionOf(node) ?? backend.Precision)];
}
