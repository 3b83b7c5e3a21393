using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Portable;

/// <summary>
/// A network some of whose values are stored as float16: each node runs by itself on another engine, in that engine's precision, and what it makes is
/// rounded to nearest, ties to even, before another reads it. Beyond 65504 values become infinite.
/// </summary>
internal sealed class HalfPrecisionNetwork : ICompiledNetwork
{
    private readonly ICompiledNetwork?[] nodes;
    private readonly ImmutableHashSet<int> halves;
    private readonly int[] lastReaders;

    /// <summary>Prepares every node.</summary>
    /// <param name="network">The network.</param>
    /// <param name="halves">The nodes whose values are float16.</param>
    /// <param name="engine">The engine that computes.</param>
    /// <param name="options">Threads.</param>
    /// <param name="cancellation">Gives up.</param>
    public HalfPrecisionNetwork(Network network, ImmutableHashSet<int> halves, IBackend engine, CompileOptions options, CancellationToken cancellation)
    {
        (Network, this.halves, lastReaders) = (network, halves, network.LastReaders());
        nodes = new ICompiledNetwork?[network.Nodes.Length];
        for (int index = 0; index < nodes.Length; index++)
        {
            if (network.Nodes[index].Layer is not (Input or Constant)) nodes[index] = engine.Compile(Alone(network, index), options with { Taps = [] }, cancellation);
        }
    }

    /// <inheritdoc/>
    public Network Network { get; }

    /// <inheritdoc/>
    public PrecisionClass? PrecisionOf(int node) => nodes[node] is { } alone ? alone.PrecisionOf(alone.Network.Nodes.Length - 1) : null;

    /// <inheritdoc/>
    public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default)
    {
        InputCheck.Demand(Network, inputs);
        var values = new Tensor?[nodes.Length];
        for (int index = 0; index < nodes.Length; index++)
        {
            Node node = Network.Nodes[index];
            Tensor value = node.Layer switch
            {
                Input => inputs[node.Name],
                Constant constant => constant.Value,
                _ => Compute(index, values, cancellation),
            };
            values[index] = halves.Contains(index) ? Rounded(value) : value;
            foreach (int input in node.Inputs.Where(input => lastReaders[input] == index)) values[input] = null;
            options?.Progress?.Report(new RunProgress(node.Name, index + 1, nodes.Length));
        }

        return new RunResult(Network.Outputs.ToDictionary(output => output.Name, output => values[output.Node]!), new Dictionary<string, Tensor>());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ICompiledNetwork? node in nodes) node?.Dispose();
    }

    private Tensor Compute(int index, Tensor?[] values, CancellationToken cancellation)
    {
        Dictionary<string, Tensor<float>> read = Network.Nodes[index].Inputs
            .Select((input, position) => (Name: NameOf(position), Value: values[input]!.ToSingle())).ToDictionary(input => input.Name, input => input.Value);
        return nodes[index]!.Run(read, cancellation: cancellation).Outputs[Network.Nodes[index].Name];
    }

    private static Network Alone(Network network, int index)
    {
        Node node = network.Nodes[index];
        var builder = new NetworkBuilder(network.Name);
        int[] inputs = [.. network.InputShapes(index).Select((shape, position) => builder.Input(NameOf(position), shape))];
        builder.Output(node.Name, builder.Add($"{node.Name}:", node.Layer, inputs));
        return builder.Build();
    }

    private static string NameOf(int position) => FormattableString.Invariant($"{position}");

    // From double in one step: a detour by float32 would round twice.
    private static Tensor<float> Rounded(Tensor tensor) =>
        tensor is Tensor<float> single ? single.Map(value => (float)(Half)value) : tensor.ToDouble().Map(value => (float)(Half)value);
}
