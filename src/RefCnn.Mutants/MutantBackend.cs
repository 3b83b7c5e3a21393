using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants;

/// <summary>
/// A copy of an engine with one fault in one kind of node. It computes node by node and keeps float32 between nodes, and so claims float32 even where the engine is more precise:
/// wider bounds make a fault harder to catch.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="fault">The fault; null for a copy without one.</param>
/// <param name="kind">The kind of the nodes that have it, or <see cref="Fault.Network"/> for all nodes.</param>
/// <param name="compiled">The layers of the one network that will be compiled, where several mutants share them; else null.</param>
public sealed class MutantBackend(IBackend engine, Fault? fault, string kind, SingleLayers? compiled = null) : IBackend
{
    /// <inheritdoc/>
    public string Name => engine.Name;

    /// <inheritdoc/>
    public PrecisionClass Precision => engine.Precision.Unit < PrecisionClass.Float32.Unit ? PrecisionClass.Float32 : engine.Precision;

    /// <inheritdoc/>
    public string? UnavailableReason => engine.UnavailableReason;

    /// <inheritdoc/>
    public string? UnsupportedReason(Layer layer) => engine.UnsupportedReason(layer);

    /// <inheritdoc/>
    public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default) =>
        new Compiled(this, network, options, compiled ?? new SingleLayers(engine, network, options, cancellation), owning: compiled is null);

    private Tensor<float> Compute(Execution run) => (Bears(run) ? fault!.Act(run) : null) ?? run.Output;

    private bool Bears(Execution run) => fault is not null && (kind == Fault.Network || run.Layer.Kind == kind);

    private sealed class Compiled(MutantBackend mutant, Network network, CompileOptions options, SingleLayers engine, bool owning) : ICompiledNetwork
    {
        private Execution?[]? previous;

        public Network Network => network;

        public PrecisionClass? PrecisionOf(int node) => engine.PrecisionOf(node);

        public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? run = null, CancellationToken cancellation = default)
        {
            InputCheck.Demand(network, inputs);
            var values = new Tensor<float>?[network.Nodes.Length];
            var executions = new Execution?[values.Length];
            for (int index = 0; index < values.Length; index++)
            {
                cancellation.ThrowIfCancellationRequested();
                Node node = network.Nodes[index];
                if (node.Layer is Input) values[index] = inputs[node.Name];
                executions[index] = new Execution(engine, network, index, values, previous);
                values[index] = mutant.Compute(executions[index]!);
                run?.Progress?.Report(new RunProgress(node.Name, index + 1, values.Length));
            }

            previous = executions;
            return new RunResult(
                network.Outputs.ToDictionary(output => output.Name, Tensor (output) => values[output.Node]!),
                options.TapNames.ToDictionary(name => name, Tensor (name) => values[network.IndexOf(name)]!));
        }

        public void Dispose()
        {
            if (owning) engine.Dispose();
        }
    }
}
