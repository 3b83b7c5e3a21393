using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants;

/// <summary>A right engine that computes each node of a network on its own, with float32 between the nodes.</summary>
public sealed class SingleLayers : IDisposable
{
    private readonly IBackend engine;
    private readonly CompileOptions options;
    private readonly CancellationToken cancellation;
    private readonly ImmutableArray<ICompiledNetwork?> nodes;

    /// <summary>Compiles every node.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="network">The network.</param>
    /// <param name="options">Threads.</param>
    /// <param name="cancellation">Gives up, at any time until this is disposed of.</param>
    public SingleLayers(IBackend engine, Network network, CompileOptions options, CancellationToken cancellation)
    {
        (this.engine, this.cancellation) = (engine, cancellation);
        this.options = new CompileOptions(options.Threads);
        nodes = [.. Enumerable.Range(0, network.Nodes.Length).Select(index => network.Nodes[index].Layer is Input ? null : Compile(network.Nodes[index].Layer, network.InputShapes(index)))];
    }

    /// <summary>The precision class of one node; null where it is the engine's.</summary>
    /// <param name="node">The node's index.</param>
    public PrecisionClass? PrecisionOf(int node) => nodes[node] is { } compiled ? compiled.PrecisionOf(compiled.Network.Nodes.Length - 1) : null;

    /// <summary>Computes a node.</summary>
    /// <param name="node">Its index.</param>
    /// <param name="inputs">What it reads.</param>
    public Tensor<float> Run(int node, ImmutableArray<Tensor<float>> inputs) => Run(nodes[node]!, inputs);

    /// <summary>Computes a layer that is not in the network.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">What it reads.</param>
    /// <exception cref="NetworkException">The layer refuses its inputs.</exception>
    public Tensor<float> Compute(Layer layer, ImmutableArray<Tensor<float>> inputs)
    {
        using ICompiledNetwork compiled = Compile(layer, [.. inputs.Select(input => input.Shape)]);
        return Run(compiled, inputs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ICompiledNetwork? node in nodes) node?.Dispose();
    }

    private ICompiledNetwork Compile(Layer layer, Shape[] inputs)
    {
        var builder = new NetworkBuilder(layer.Kind);
        int[] read = [.. inputs.Select((shape, i) => builder.Input(NameOf(i), shape))];
        builder.Output("output", builder.Add("layer", layer, read));
        return engine.Compile(builder.Build(), options, cancellation);
    }

    private Tensor<float> Run(ICompiledNetwork compiled, ImmutableArray<Tensor<float>> inputs) =>
        compiled.Run(inputs.Select((tensor, i) => (NameOf(i), tensor)).ToDictionary(), cancellation: cancellation).Outputs["output"].ToSingle();

    private static string NameOf(int input) => $"input{input}";
}
