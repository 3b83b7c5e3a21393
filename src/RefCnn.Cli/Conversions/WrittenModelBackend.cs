using RefCnn.Accelerate;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats;

namespace RefCnn.Cli.Conversions;

/// <summary>Runs a model that was written, in the place of the network that it was written from, so that the suite can judge it.</summary>
/// <param name="name">The engine's name.</param>
/// <param name="precision">The precision class to be judged by.</param>
/// <param name="unavailableReason">Why what was written cannot be run here, or null.</param>
/// <param name="compile">Prepares it for running, under the names of the network.</param>
internal sealed class WrittenModelBackend(
    string name, PrecisionClass precision, string? unavailableReason, Func<CompileOptions, CancellationToken, ICompiledNetwork> compile) : IBackend
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public PrecisionClass Precision => precision;

    /// <inheritdoc/>
    public string? UnavailableReason => unavailableReason;

    /// <summary>A model that is read again and run on the fast engine.</summary>
    /// <param name="network">The network that it was written from.</param>
    /// <param name="path">Where it was written.</param>
    /// <param name="options">How.</param>
    public static WrittenModelBackend ReadBack(Network network, string path, ConversionOptions options)
    {
        // Plain sums: another algorithm's class belongs to nodes, and a format need not keep these one by one.
        var engine = new AccelerateBackend(new AccelerateOptions(Algorithm.Direct));
        return new WrittenModelBackend(BackendCatalog.Accelerate, options.Precision, engine.UnavailableReason, (compile, cancellation) =>
            new Renamed(network, engine.Compile(ModelFormats.Load(path, new ImportOptions()).Network, compile, cancellation), path));
    }

    /// <inheritdoc/>
    public string? UnsupportedReason(Layer layer) => null;

    /// <inheritdoc/>
    public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default) => compile(options, cancellation);

    // A format may allow other names than the network has; the order of inputs and outputs stays.
    private sealed class Renamed : ICompiledNetwork
    {
        private readonly ICompiledNetwork written;

        public Renamed(Network network, ICompiledNetwork written, string path)
        {
            (Network, this.written) = (network, written);
            Network other = written.Network;
            if (other.Inputs.Length != network.Inputs.Length || other.Outputs.Length != network.Outputs.Length)
            {
                throw new RefCnnException(
                    $"{path}: read back, it has {other.Inputs.Length} inputs and {other.Outputs.Length} outputs; expected {network.Inputs.Length} and {network.Outputs.Length}");
            }
        }

        public Network Network { get; }

        public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default)
        {
            Network other = written.Network;
            var renamed = Network.Inputs.Select((input, i) => (other.Nodes[other.Inputs[i]].Name, inputs[Network.Nodes[input].Name])).ToDictionary();
            RunResult result = written.Run(renamed, options, cancellation);
            return new RunResult(Network.Outputs.Select((output, i) => (output.Name, result.Outputs[other.Outputs[i].Name])).ToDictionary(), result.Taps);
        }

        public void Dispose() => written.Dispose();
    }
}
