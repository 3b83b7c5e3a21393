using System.Collections.Immutable;
using Xunit.Abstractions;

namespace RefCnn.DeviceTests.Runner;

/// <summary>What a report calls a test.</summary>
/// <param name="Suite">The value of its trait <c>suite</c>: layers, networks, certificates.</param>
/// <param name="Name">The vector or network.</param>
/// <param name="Backend">The backend; empty for a test without one.</param>
public sealed record TestIdentity(string Suite, string Name, string Backend)
{
    /// <summary>All three in one line, e.g. <c>layers conv2d/pinned on accelerate</c>.</summary>
    public override string ToString() => Backend.Length > 0 ? $"{Suite} {Name} on {Backend}" : $"{Suite} {Name}";

    /// <summary>The identity of a test case.</summary>
    /// <param name="test">A theory's case with the arguments name and backend, or any other test, which is called by its own name.</param>
    internal static TestIdentity Of(ITestCase test)
    {
        string suite = test.Traits.TryGetValue("suite", out List<string>? suites) ? suites[0] : "other";
        return test.TestMethodArguments is [string name, string backend] ? new(suite, name, backend) : new(suite, test.DisplayName, string.Empty);
    }
}

/// <summary>Which tests and benchmarks run. An empty list allows everything.</summary>
/// <param name="Suites">These suites only.</param>
/// <param name="Names">Names that contain one of these, e.g. <c>conv2d/</c>; networks by their whole name.</param>
/// <param name="Backends">These backends only, by their whole name.</param>
/// <param name="Networks">These networks only; layer vectors are not touched by it.</param>
/// <param name="LargestCertificate">Certificates of networks of at most so many multiply-accumulates: the reference computes them three times, in double.</param>
/// <param name="Memory">Networks that need at most so many bytes; null for what the device says it has.</param>
public sealed record TestFilter(
    ImmutableArray<string> Suites, ImmutableArray<string> Names, ImmutableArray<string> Backends, ImmutableArray<string> Networks,
    long LargestCertificate = 2_000_000_000, long? Memory = null)
{
    /// <summary>Everything that fits.</summary>
    public static TestFilter All { get; } = new([], [], [], []);

    /// <summary>Whether a test was asked for.</summary>
    /// <param name="test">The test.</param>
    public bool Selects(TestIdentity test) =>
        Allows(Suites, test.Suite)
        && Allows(Backends, test.Backend)
        && (Names.IsEmpty || Names.Any(part => test.Name.Contains(part, StringComparison.Ordinal)))
        && (!IsNetwork(test) || Allows(Networks, test.Name));

    /// <summary>Why a test that was asked for does not run here, or null where it does.</summary>
    /// <param name="test">The test.</param>
    /// <param name="available">Bytes that the device says it has; null where it does not say.</param>
    public string? ReasonAgainst(TestIdentity test, long? available)
    {
        if (!IsNetwork(test)) return null;
        DeviceNetwork network = DeviceNetwork.Find(test.Name);
        long need = network.MemoryNeed;
        if ((Memory ?? available) is { } limit && need > limit) return $"needs about {need >> 20} MiB of memory; {limit >> 20} MiB are to be had";
        return test.Suite == "certificates" && network.MultiplyAccumulates > LargestCertificate
            ? $"certificates are limited to {LargestCertificate / 1e9:0.###} billion multiply-accumulates; it has {network.MultiplyAccumulates / 1e9:0.###}"
            : null;
    }

    private static bool IsNetwork(TestIdentity test) => test.Suite is "networks" or "certificates" or "benchmarks";

    private static bool Allows(ImmutableArray<string> allowed, string value) => allowed.IsEmpty || allowed.Contains(value);
}
