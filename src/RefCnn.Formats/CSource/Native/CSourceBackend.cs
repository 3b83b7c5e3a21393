using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.CSource.Emit;

namespace RefCnn.Formats.CSource.Native;

/// <summary>
/// Generated C as an engine: a network is written, compiled by the machine's C compiler, loaded and called. Nothing of it stays on the disk. Products are a BLAS's,
/// or plain loops. Small networks can be compiled together beforehand (<see cref="Prepare"/>): the same text, but for names.
/// </summary>
/// <param name="plain">Whether to compile plain loops, which need no BLAS.</param>
public sealed class CSourceBackend(bool plain = false) : IPreparingBackend
{
    private const string OwnName = "net";
    private const int NetworksPerUnit = 128;

    // From the digest of a network's source to the library that holds it, and the name of the function that calls it.
    private readonly ConcurrentDictionary<string, (CLibrary Library, string Function)> prepared = new();

    /// <inheritdoc/>
    public string Name => plain ? "c:plain" : "c";

    /// <inheritdoc/>
    public PrecisionClass Precision => PrecisionClass.Float32;

    /// <inheritdoc/>
    public string? UnavailableReason =>
        CCompiler.Found is not { } compiler ? "there is no C compiler; install gcc or clang, or name one in CC (Linux and macOS only)"
        : !plain && compiler.Blas is null ? "no BLAS links with the C compiler; install OpenBLAS, or use c:plain, which needs none"
        : null;

    private CBlas? Blas => plain ? null : CCompiler.Found!.Blas;

    /// <inheritdoc/>
    public string? UnsupportedReason(Layer layer) => CSourceWriter.UnsupportedReason(layer);

    /// <inheritdoc/>
    public void Prepare(IReadOnlyCollection<Network> networks, CancellationToken cancellation = default)
    {
        DemandAvailable();
        var all = networks.Where(network => network.Nodes.All(node => UnsupportedReason(node.Layer) is null))
            .Select(network => (Network: network, Digest: DigestOf(new CProgram(network, OwnName))))
            .DistinctBy(entry => entry.Digest)
            .Where(entry => entry.Digest is { } digest && !prepared.ContainsKey(digest));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        try
        {
            Parallel.ForEach(all.Chunk(NetworksPerUnit), parallel, unit => PrepareUnit(unit, cancellation));
        }
        catch (AggregateException faults)
        {
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
        }
    }

    /// <inheritdoc/>
    public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default)
    {
        DemandAvailable();
        foreach (Node node in network.Nodes)
        {
            if (UnsupportedReason(node.Layer) is { } reason) throw new BackendException($"node '{node.Name}': {reason}");
        }

        Network tapped = WithTaps(network, options.TapNames);
        var program = new CProgram(tapped, OwnName);
        if (!prepared.IsEmpty && DigestOf(program) is { } digest && prepared.TryGetValue(digest, out (CLibrary Library, string Function) known))
            return new CSourceNetwork(network, known.Library, known.Function, tapped.Outputs, options.TapNames, Blas, options.ThreadCount, ownsLibrary: false);

        using var folder = new CFolder();
        string source = Path.Combine(folder.Path, $"{OwnName}.c");
        CSourceWriter.Write(program, source, new CSourceOptions(LargestInSource: 1 << 14));
        return Load(network, program, source, options, cancellation);
    }

    /// <summary>Compiles a file that <see cref="CSourceWriter.Write(Network, string, CSourceOptions)"/> wrote, as it is. It shows no taps.</summary>
    /// <param name="network">The network that it was written from.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Threads.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BackendException">The backend is unavailable, the compiler refuses the file, or a tap is asked for.</exception>
    public ICompiledNetwork CompileFile(Network network, string path, CompileOptions options, CancellationToken cancellation = default)
    {
        DemandAvailable();
        if (options.TapNames.Length > 0) throw new BackendException($"{path}: a file that is written already shows no taps; compile the network instead");
        return Load(network, new CProgram(network, CIdentifiers.Sanitized(Path.GetFileNameWithoutExtension(path))), path, options, cancellation);
    }

    private void PrepareUnit((Network Network, string? Digest)[] unit, CancellationToken cancellation)
    {
        CProgram[] programs = [.. unit.Select((entry, i) => new CProgram(entry.Network, $"{OwnName}{i}", $"{OwnName}{i}_"))];
        using var folder = new CFolder();
        File.WriteAllText(Path.Combine(folder.Path, "unit.c"), CUnit.Source(programs));
        var library = CLibrary.Load(CCompiler.Found!.Compile(folder.Path, "unit.c", [], Blas, cancellation));
        for (int i = 0; i < unit.Length; i++) prepared[unit[i].Digest!] = (library, CUnit.CallOf(programs[i].Name));
    }

    // A tap is one more output: it gets memory of its own, and nothing is written over it.
    private static Network WithTaps(Network network, ImmutableArray<string> taps)
    {
        if (taps.IsEmpty) return network;
        var names = network.Outputs.Select(output => output.Name).ToHashSet();
        var outputs = network.Outputs.ToList();
        foreach (string tap in taps)
        {
            int node = network.IndexOf(tap);
            if (node < 0) throw new BackendException($"network '{network.Name}' has no node '{tap}' to tap");
            string name = tap;
            while (!names.Add(name)) name += "_";
            outputs.Add(new NetworkOutput(name, node));
        }

        return Network.Create(network.Name, network.Nodes, outputs);
    }

    // Null for a network whose parameters are too many for the source: such a network is always compiled alone.
    private static string? DigestOf(CProgram program) =>
        program.Parameters.Count > new CSourceOptions().LargestInSource ? null : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(CUnit.Source([program]))));

    private CSourceNetwork Load(Network network, CProgram program, string source, CompileOptions options, CancellationToken cancellation)
    {
        using var folder = new CFolder();
        File.WriteAllText(Path.Combine(folder.Path, "call.c"), CUnit.Around(program, Path.GetFileName(source)));
        string[] beside = ["-I", Path.GetDirectoryName(Path.GetFullPath(source))!];
        var library = CLibrary.Load(CCompiler.Found!.Compile(folder.Path, "call.c", beside, Blas, cancellation));
        return new CSourceNetwork(network, library, CUnit.CallOf(program.Name), program.Network.Outputs, options.TapNames, Blas, options.ThreadCount, ownsLibrary: true);
    }

    private void DemandAvailable()
    {
        if (UnavailableReason is { } reason) throw new BackendException($"backend '{Name}' is unavailable: {reason}");
    }
}
