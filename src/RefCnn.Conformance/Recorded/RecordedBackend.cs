using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Serialization;

namespace RefCnn.Conformance.Recorded;

/// <summary>
/// An engine that ran elsewhere, in any language: what it computed is read from <c>&lt;folder&gt;/&lt;case&gt;/&lt;output&gt;.npy</c>.
/// A case that it does not compute has <c>unsupported.txt</c> there instead, with the reason.
/// </summary>
/// <param name="name">The engine's name in tables.</param>
/// <param name="precision">How precisely it says to compute.</param>
/// <param name="folder">Where its outputs are.</param>
public sealed class RecordedBackend(string name, PrecisionClass precision, string folder) : IBackend
{
    /// <summary>The file by which an engine says that it does not compute a case.</summary>
    public const string Refusal = "unsupported.txt";

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public PrecisionClass Precision => precision;

    /// <inheritdoc/>
    public string? UnavailableReason => Directory.Exists(folder) ? null : $"the folder of its outputs, {folder}, does not exist";

    /// <inheritdoc/>
    public string? UnsupportedReason(Layer layer) => null;

    /// <summary>The folder of a case below that of the outputs, and below that of the models.</summary>
    /// <param name="network">The case's network: a layer vector's has its identifier as a name, another is of the zoo.</param>
    public static string FolderOf(string network) => network.Contains('/', StringComparison.Ordinal) ? network : $"{Networks.NetworkVerifier.Kind}/{network}";

    /// <summary>Why the engine did not compute a case, in one line; null where it does not say so.</summary>
    /// <param name="network">The case's network.</param>
    public string? RefusalOf(string network)
    {
        string file = Path.Combine(folder, FolderOf(network), Refusal);
        if (!File.Exists(file)) return null;
        string reason = File.ReadAllText(file).ReplaceLineEndings(" ").Trim();
        return reason.Length > 0 ? reason : $"{file} gives no reason";
    }

    /// <inheritdoc/>
    /// <exception cref="RefCnnException">The engine did not write an output, or its file cannot be used.</exception>
    public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default) => new Recording(network, folder);

    private sealed class Recording(Network network, string folder) : ICompiledNetwork
    {
        public Network Network => network;

        public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default) =>
            new(network.Outputs.ToDictionary(output => output.Name, Tensor (output) => Read(output.Name)), new Dictionary<string, Tensor>());

        public void Dispose()
        {
        }

        private Tensor<double> Read(string output)
        {
            string file = $"{FolderOf(network.Name)}/{output}.npy", path = Path.Combine(folder, file);
            return File.Exists(path)
                ? NpyFile.Read(path).ToDouble()
                : throw new RefCnnException($"{file} is missing: write it, or say in {Refusal} beside it why the engine does not compute the case");
        }
    }
}
