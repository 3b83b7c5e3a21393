using System.Collections.Concurrent;
using RefCnn.Core;
using RefCnn.Networks;

namespace RefCnn.ConformanceTests.Networks;

/// <summary>What tests ask of a network of the zoo, kept without its weights: each network is built once.</summary>
internal sealed record NetworkFacts(long Parameters, long MultiplyAccumulates, IReadOnlyDictionary<string, string> Shapes)
{
    private static readonly ConcurrentDictionary<string, Lazy<NetworkFacts>> Known = new();

    public static NetworkFacts Of(string name) => Known.GetOrAdd(name, key => new Lazy<NetworkFacts>(() => Of(Zoo.Find(key).Build()))).Value;

    private static NetworkFacts Of(Network network) => new(
        network.ParameterCount,
        Enumerable.Range(0, network.Nodes.Length).Sum(index => network.Nodes[index].Layer.MultiplyAccumulates(network.InputShapes(index))),
        Enumerable.Range(0, network.Nodes.Length).ToDictionary(index => network.Nodes[index].Name, index => network.Shapes[index].ToString()));
}
