using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Networks.Certificates;

/// <summary>An engine that rounds every layer's output to float32, changes those of chosen nodes, and hides others from taps.</summary>
internal sealed class ProbedBackend : IBackend
{
    public string Name => "probed";

    public PrecisionClass Precision => PrecisionClass.Float32;

    public string? UnavailableReason => null;

    /// <summary>What is made of a node's output.</summary>
    public Func<string, Tensor<double>, Tensor<double>> Change { get; init; } = (_, output) => output;

    /// <summary>What is made of a network's output, after its tap was taken.</summary>
    public Func<Tensor<double>, Tensor<double>> ChangeOutput { get; init; } = output => output;

    public IReadOnlySet<string> Hidden { get; init; } = new HashSet<string>();

    public string? UnsupportedReason(Layer layer) => null;

    public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default) => new Compiled(this, network, options);

    private sealed class Compiled(ProbedBackend backend, Network network, CompileOptions options) : ICompiledNetwork
    {
        public Network Network => network;

        public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? run = null, CancellationToken cancellation = default)
        {
            var values = new List<Tensor<double>>();
            foreach (Node node in network.Nodes)
            {
                Tensor<double> value = node.Layer is Input
                    ? inputs[node.Name].ToDouble()
                    : ReferenceEngine.Compute(node.Layer, ReferenceEngine.OperandsOf(node.Layer, [.. node.Inputs.Select(input => values[input])]), 1, cancellation);
                values.Add(backend.Change(node.Name, value).Map(y => (double)(float)y));
            }

            return new RunResult(
                network.Outputs.ToDictionary(output => output.Name, Tensor (output) => backend.ChangeOutput(values[output.Node])),
                options.TapNames.Where(name => !backend.Hidden.Contains(name)).ToDictionary(name => name, Tensor (name) => values[network.IndexOf(name)]));
        }

        public void Dispose()
        {
        }
    }
}
