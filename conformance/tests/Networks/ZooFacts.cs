using System.Collections.Concurrent;
using RefCnn.Core;
using RefCnn.Networks;

namespace RefCnn.ConformanceTests.Networks;

/// <summary>What tests ask of a network of the zoo, without its weights: each network is built once, and its half gigabyte let go.</summary>
internal sealed record ZooFacts(
    long ParameterCount,
    long MultiplyAccumulates,
    IReadOnlyDictionary<string, Shape> Shapes,
    IReadOnlyDictionary<string, float[]> FirstValues,
    IReadOnlyDictionary<string, string> Outputs,
    IReadOnlyList<Shape> OutputShapes,
    bool IsExactInHalf)
{
    private static readonly ConcurrentDictionary<string, Lazy<ZooFacts>> Known = new();

    public static ZooFacts Of(string name) => Known.GetOrAdd(name, key => new Lazy<ZooFacts>(() => From(Zoo.Find(key).Build()))).Value;

    private static ZooFacts From(Network network)
    {
        int[] nodes = [.. Enumerable.Range(0, network.Nodes.Length)];
        var parameters = nodes.SelectMany(node => network.Nodes[node].Layer.Parameters
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => (Name: $"{network.Nodes[node].Name}/{parameter.Name}", Tensor: parameter.Value!))).ToList();
        return new ZooFacts(
            network.ParameterCount,
            nodes.Sum(node => network.Nodes[node].Layer.MultiplyAccumulates(network.InputShapes(node))),
            nodes.ToDictionary(node => network.Nodes[node].Name, node => network.Shapes[node]),
            parameters.Concat(SeededInputs.Of(network).Select(input => (Name: input.Key, Tensor: input.Value)))
                .ToDictionary(tensor => tensor.Name, tensor => tensor.Tensor.Values[..3]),
            network.Outputs.ToDictionary(output => output.Name, output => network.Nodes[output.Node].Layer.Kind),
            [.. network.Outputs.Select(output => network.Shapes[output.Node])],
            parameters.All(parameter => parameter.Tensor.Values.Take(4096).All(value => (float)(Half)value == value)));
    }
}
