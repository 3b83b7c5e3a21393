using System.Collections.Immutable;
using RefCnn.Conformance.Bounds.Winograd;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>
/// An engine that computes the convolutions it can by Winograd, and says so of each node; the others, and all other layers, are the reference's, rounded to float32.
/// </summary>
/// <param name="winograd">How it convolves.</param>
/// <param name="says">Whether it says so.</param>
internal sealed class WinogradBackend(NaiveWinograd winograd, bool says = true) : IBackend
{
    public string Name => "winograd";

    public PrecisionClass Precision => PrecisionClass.Float32;

    public string? UnavailableReason => null;

    /// <summary>Nodes that no tap shows.</summary>
    public IReadOnlySet<string> Hidden { get; init; } = new HashSet<string>();

    public string? UnsupportedReason(Layer layer) => null;

    public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default) => new Compiled(this, network, options);

    private sealed class Compiled(WinogradBackend backend, Network network, CompileOptions options) : ICompiledNetwork
    {
        public Network Network => network;

        public PrecisionClass? PrecisionOf(int node) => backend.Says && Computes(network.Nodes[node].Layer, network.Shapes[node]) ? PrecisionClass.Float32.By(backend.Winograd.Sums) : null;

        public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? run = null, CancellationToken cancellation = default)
        {
            var values = new List<Tensor<float>>();
            foreach (Node node in network.Nodes) values.Add(node.Layer is Input ? inputs[node.Name] : Compute(node.Layer, network.Shapes[values.Count], [.. node.Inputs.Select(input => values[input])]));
            return new RunResult(
                network.Outputs.ToDictionary(output => output.Name, Tensor (output) => values[output.Node]),
                options.TapNames.Where(name => !backend.Hidden.Contains(name)).ToDictionary(name => name, Tensor (name) => values[network.IndexOf(name)]));
        }

        public void Dispose()
        {
        }

        private bool Computes(Layer layer, Shape output) => EquivalentConvolution.Of(layer, output, backend.Winograd.Sums).Length > 0;

        private Tensor<float> Compute(Layer layer, Shape output, ImmutableArray<Tensor<float>> inputs) => Computes(layer, output)
            ? backend.Winograd.Run(layer, inputs[0])
            : ReferenceEngine.Compute(layer, ReferenceEngine.OperandsOf(layer, [.. inputs.Select(input => input.ToDouble())])).ToSingle();
    }

    private NaiveWinograd Winograd => winograd;

    private bool Says => says;
}
