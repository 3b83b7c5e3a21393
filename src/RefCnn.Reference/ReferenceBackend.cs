using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference;

/// <summary>The ground truth as a backend: walks the nodes in order and computes each in double.</summary>
public sealed class ReferenceBackend : IBackend
{
    /// <inheritdoc/>
    public string Name => "reference";

    /// <inheritdoc/>
    public PrecisionClass Precision => PrecisionClass.Float64;

    /// <inheritdoc/>
    public string? UnavailableReason => null;

    /// <inheritdoc/>
    public string? UnsupportedReason(Layer layer) =>
        ReferenceEngine.HasKernel(layer.GetType()) ? null : $"the reference has no kernel for {layer.Kind}";

    /// <inheritdoc/>
    public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default)
    {
        foreach (Node node in network.Nodes)
        {
            if (UnsupportedReason(node.Layer) is { } reason) throw new BackendException($"node '{node.Name}': {reason}");
        }

        return new Compiled(network, options);
    }

    private sealed class Compiled(Network network, CompileOptions options) : ICompiledNetwork
    {
        // A value is dropped after its last reader, so that a large network needs only its widest cut in memory.
        private readonly int[] lastReader = network.LastReaders();
        private readonly HashSet<string> taps = [.. options.TapNames];

        public Network Network => network;

        public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? run = null, CancellationToken cancellation = default)
        {
            InputCheck.Demand(network, inputs);
            var values = new Tensor<double>?[network.Nodes.Length];
            var tapped = new Dictionary<string, Tensor>();
            for (int index = 0; index < values.Length; index++)
            {
                cancellation.ThrowIfCancellationRequested();
                Node node = network.Nodes[index];
                ImmutableArray<Tensor<double>> read = [.. node.Inputs.Select(input => values[input]!)];
                Tensor<double> value = node.Layer is Input
                    ? inputs[node.Name].ToDouble()
                    : ReferenceEngine.Compute(node.Layer, ReferenceEngine.OperandsOf(node.Layer, read), options.Threads, cancellation);

                values[index] = value;
                if (taps.Contains(node.Name)) tapped[node.Name] = value;
                foreach (int input in node.Inputs)
                {
                    if (lastReader[input] == index) values[input] = null;
                }

                run?.Progress?.Report(new RunProgress(node.Name, index + 1, values.Length));
            }

            return new RunResult(network.Outputs.ToDictionary(output => output.Name, Tensor (output) => values[output.Node]!), tapped);
        }

        public void Dispose()
        {
        }
    }
}
