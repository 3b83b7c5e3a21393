using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RefCnn.Conformance.Networks.Noise;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Networks;

/// <summary>Computes a network's vector on the reference: values, digests, and the noise that rounding brings to the outputs.</summary>
/// <param name="network">The network.</param>
/// <param name="source">The definition that it follows.</param>
public sealed class NetworkVectorMaker(Network network, string source)
{
    private readonly Tensor<double>?[] values = new Tensor<double>?[network.Nodes.Length];
    private readonly Tensor<double>?[] variances = new Tensor<double>?[network.Nodes.Length];
    private readonly bool[] transcendental = new bool[network.Nodes.Length];
    private readonly int[] lastReader = network.LastReaders();
    private readonly double reach = FlipNoise.Reach(FlipNoise.Activations(network));

    /// <summary>Runs the network once, node by node.</summary>
    /// <param name="inputs">The inputs by name.</param>
    /// <param name="threads">How many threads to use; 0 for all processors.</param>
    /// <param name="progress">Told after each node; or null.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RefCnnException">An input does not fit.</exception>
    public NetworkVector Make(
        IReadOnlyDictionary<string, Tensor<float>> inputs, int threads = 0, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        InputCheck.Demand(network, inputs);
        var nodes = new List<NodeRecord>();
        for (int index = 0; index < network.Nodes.Length; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            Compute(index, inputs, threads, cancellation);
            nodes.Add(Record(index));
            Release(index);
            progress?.Report(new RunProgress(network.Nodes[index].Name, index + 1, network.Nodes.Length));
        }

        long multiplications = Enumerable.Range(0, network.Nodes.Length).Sum(index => network.Nodes[index].Layer.MultiplyAccumulates(network.InputShapes(index)));
        return new NetworkVector(
            network.Name,
            source,
            network.ParameterCount,
            multiplications,
            [.. network.Inputs.Select(index => new NamedShape(network.Nodes[index].Name, network.Shapes[index]))],
            [.. nodes],
            [.. network.Outputs.Select(output => new OutputRecord(output.Name, network.Nodes[output.Node].Name, NoiseOf(output.Node, nodes[output.Node].Indices)))]);
    }

    private void Compute(int index, IReadOnlyDictionary<string, Tensor<float>> inputs, int threads, CancellationToken cancellation)
    {
        Node node = network.Nodes[index];
        if (node.Layer is Input)
        {
            values[index] = inputs[node.Name].ToDouble();
            return;
        }

        Operands operands = ReferenceEngine.OperandsOf(node.Layer, [.. node.Inputs.Select(input => values[input]!)]);
        values[index] = ReferenceEngine.Compute(node.Layer, operands, threads, cancellation);
        transcendental[index] = Transcendental.Is(node.Layer) || node.Inputs.Any(input => transcendental[input]);
        variances[index] = NoisePropagation.Of(node, operands, values[index]!, [.. node.Inputs.Select(input => variances[input])]);
    }

    private NodeRecord Record(int index)
    {
        Node node = network.Nodes[index];
        Tensor<double> value = values[index]!;
        bool isOutput = network.Outputs.Any(output => output.Node == index);
        ImmutableArray<int> indices = SampleIndices.Of(network.Name, node.Name, value.Shape, isOutput ? SampleIndices.OfOutput : SampleIndices.OfNode);
        double squares = 0, largest = 0;
        int zeros = 0;
        foreach (double y in value.Span)
        {
            squares += y * y;
            largest = Math.Max(largest, Math.Abs(y));
            if (y == 0) zeros++;
        }

        return new NodeRecord(
            node.Name,
            node.Layer.Kind,
            value.Shape,
            transcendental[index] ? null : Digest(value),
            Math.Sqrt(squares / Math.Max(1, value.Count)),
            largest,
            zeros / (double)Math.Max(1, value.Count),
            indices,
            [.. indices.Select(i => value[i])])
        {
            Flips = node.Inputs is [int input] ? FlipNoise.Of(node.Layer, values[input]!, variances[input], reach) : null,
        };
    }

    private ImmutableArray<double> NoiseOf(int node, ImmutableArray<int> indices) =>
        variances[node] is { } variance ? [.. indices.Select(i => Math.Sqrt(variance[i]))] : [.. indices.Select(_ => 0.0)];

    private void Release(int index)
    {
        foreach (int input in network.Nodes[index].Inputs)
        {
            if (lastReader[input] == index) (values[input], variances[input]) = (null, null);
        }
    }

    // Adding 0 turns −0, which counts as 0, into it.
    private static string Digest(Tensor<double> value) =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(value.Map(y => y + 0.0).Span)));
}
