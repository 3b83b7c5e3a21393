using System.Collections.Immutable;

namespace RefCnn.Core;

/// <summary>
/// What is accepted of files, at most. Every reader asks before it allocates, computes a size, or goes deeper. docs/security.md explains the numbers; the command line sets them with <c>--limit</c>.
/// </summary>
public sealed record Limits
{
    /// <summary>The deepest nesting that may be asked for: recursion stays far from the end of a thread's stack.</summary>
    public const int DeepestNesting = 1000;

    /// <summary>Up to so many bytes <see cref="Expansion"/> is not looked at.</summary>
    public const long ExpansionStart = 64L << 20;

    private static readonly AsyncLocal<Limits?> Scoped = new();

    private static readonly ImmutableSortedDictionary<string, (Func<Limits, long> Get, Func<Limits, long, Limits> Set)> Table =
        ImmutableSortedDictionary.CreateRange<string, (Func<Limits, long>, Func<Limits, long, Limits>)>(StringComparer.Ordinal,
        [
            new("elements", (limits => limits.Elements, (limits, value) => limits with { Elements = (int)Math.Min(value, Array.MaxLength) })),
            new("expanded-bytes", (limits => limits.ExpandedBytes, (limits, value) => limits with { ExpandedBytes = value })),
            new("expansion", (limits => limits.Expansion, (limits, value) => limits with { Expansion = value })),
            new("file-bytes", (limits => limits.FileBytes, (limits, value) => limits with { FileBytes = value })),
            new("name-length", (limits => limits.NameLength, (limits, value) => limits with { NameLength = value })),
            new("nesting", (limits => limits.Nesting, (limits, value) => limits with { Nesting = (int)Math.Min(value, DeepestNesting) })),
            new("nodes", (limits => limits.Nodes, (limits, value) => limits with { Nodes = value })),
            new("parameters", (limits => limits.Parameters, (limits, value) => limits with { Parameters = value })),
            new("pixels", (limits => limits.Pixels, (limits, value) => limits with { Pixels = value })),
        ]);

    /// <summary>The limits of the calling flow: those of <see cref="Use"/>, or else the defaults.</summary>
    public static Limits Current => Scoped.Value ?? Default;

    /// <summary>The limits where nobody set others.</summary>
    public static Limits Default { get; } = new();

    /// <summary>The names of all limits.</summary>
    public static IEnumerable<string> Names => Table.Keys;

    /// <summary>Bytes of a file: 8 GiB.</summary>
    public long FileBytes { get; init; } = 8L << 30;

    /// <summary>Elements of one tensor, read or computed: 2²⁸, 1 GiB of float32.</summary>
    public int Elements { get; init; } = 1 << 28;

    /// <summary>Values in all layers of a network together, constants included: 2³⁰.</summary>
    public long Parameters { get; init; } = 1L << 30;

    /// <summary>Nodes of a network: 100,000.</summary>
    public long Nodes { get; init; } = 100_000;

    /// <summary>How deep objects, messages and modules lie one within another: 256.</summary>
    public int Nesting { get; init; } = 256;

    /// <summary>Characters of a node's or an output's name: 4,096.</summary>
    public long NameLength { get; init; } = 4096;

    /// <summary>Bytes that all entries of an archive take when they are unpacked: 16 GiB.</summary>
    public long ExpandedBytes { get; init; } = 16L << 30;

    /// <summary>How many times the bytes that store it something may take in memory, beyond <see cref="ExpansionStart"/>: 200.</summary>
    public long Expansion { get; init; } = 200;

    /// <summary>Pixels of a picture: 2²⁶, 8192×8192.</summary>
    public long Pixels { get; init; } = 1 << 26;

    /// <summary>The value of a limit.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public long this[string name] => Table[name].Get(this);

    /// <summary>Sets the limits of the calling flow and of what it starts.</summary>
    /// <param name="limits">The limits.</param>
    /// <returns>Sets the former ones again when it is disposed of.</returns>
    public static IDisposable Use(Limits limits)
    {
        var former = new Scope(Scoped.Value);
        Scoped.Value = limits;
        return former;
    }

    /// <summary>These limits but for one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value, 1 or more.</param>
    /// <exception cref="RefCnnException">There is no such limit, or the value is not positive.</exception>
    public Limits With(string name, long value)
    {
        if (!Table.TryGetValue(name, out var entry)) throw new RefCnnException($"there is no limit '{name}'; expected one of {string.Join(", ", Names)}");
        return value > 0 ? entry.Set(this, value) : throw new RefCnnException($"limit '{name}' is {value}; expected 1 or more");
    }

    /// <summary>States that something is within a limit.</summary>
    /// <param name="name">The limit.</param>
    /// <param name="actual">The size.</param>
    /// <param name="what">What has it, e.g. <c>the network has</c>.</param>
    /// <param name="unit">What it counts, e.g. <c>nodes</c>.</param>
    /// <exception cref="RefCnnException">It is not.</exception>
    public void Demand(string name, long actual, string what, string unit)
    {
        if (actual > this[name]) throw new RefCnnException($"{what} {actual} {unit}; expected at most {this[name]} (--limit {name}=N sets another limit)");
    }

    /// <summary>States that something that is stored in few bytes does not take far too many in memory.</summary>
    /// <param name="expanded">The bytes in memory.</param>
    /// <param name="stored">The bytes that store it.</param>
    /// <param name="what">What it is, e.g. <c>array 'w' takes</c>.</param>
    /// <exception cref="RefCnnException">It does.</exception>
    public void DemandExpansion(long expanded, long stored, string what)
    {
        if (expanded > ExpansionStart && expanded / Expansion > stored)
            throw new RefCnnException($"{what} {expanded} bytes from {stored}; expected at most {Expansion} times as many (--limit expansion=N sets another limit)");
    }

    private sealed class Scope(Limits? former) : IDisposable
    {
        public void Dispose() => Scoped.Value = former;
    }
}
