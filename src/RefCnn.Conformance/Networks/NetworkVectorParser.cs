using System.Collections.Immutable;
using System.Text.Json;
using RefCnn.Core;

namespace RefCnn.Conformance.Networks;

/// <summary>Puts a description and the arrays beside it together, and refuses what does not fit.</summary>
/// <param name="samples">Every node's kept values.</param>
/// <param name="indices">Their flat indices.</param>
/// <param name="noise">The outputs' noise.</param>
internal sealed class NetworkVectorParser(double[] samples, ImmutableArray<long> indices, double[] noise)
{
    private int nextSample, nextNoise;

    /// <summary>Parses.</summary>
    /// <param name="root">The JSON object.</param>
    /// <exception cref="JsonException">It is not a description.</exception>
    /// <exception cref="RefCnnException">The arrays do not fit it.</exception>
    public NetworkVector Parse(JsonElement root)
    {
        var json = StrictObject.Of(root, "$", "a network vector");
        string name = json.Text("network"), source = json.Text("source");
        long parameters = Long(json, "parameters"), multiplications = Long(json, "multiplyAccumulates");
        ImmutableArray<NamedShape> inputs = [.. json.Items("inputs").Select(item => InputOf(StrictObject.Of(item.Value, item.Path, "an input")))];
        var outputs = json.Items("outputs").Select(item => OutputOf(StrictObject.Of(item.Value, item.Path, "an output"))).ToList();
        ImmutableArray<NodeRecord> nodes = [.. json.Items("nodes").Select(item => NodeOf(StrictObject.Of(item.Value, item.Path, "a node"), item.Path))];
        json.RefuseOthers();

        if (nextSample != samples.Length || indices.Length != samples.Length)
            throw new RefCnnException($"its nodes keep {nextSample} values; samples.npy has {samples.Length} and indices.npy {indices.Length}; rebuild the vector");
        ImmutableArray<OutputRecord> records = [.. outputs.Select(output => new OutputRecord(output.Name, output.Node, NoiseOf(output.Node, nodes)))];
        return nextNoise == noise.Length
            ? new NetworkVector(name, source, parameters, multiplications, inputs, nodes, records)
            : throw new RefCnnException($"its outputs keep {nextNoise} values; noise.npy has {noise.Length}; rebuild the vector");
    }

    private static NamedShape InputOf(StrictObject json)
    {
        var input = new NamedShape(json.Text("name"), json.Shape("shape"));
        json.RefuseOthers();
        return input;
    }

    private static (string Name, string Node) OutputOf(StrictObject json)
    {
        (string Name, string Node) output = (json.Text("name"), json.Text("node"));
        json.RefuseOthers();
        return output;
    }

    private NodeRecord NodeOf(StrictObject json, string path)
    {
        string kind = json.Text("kind"), name = json.Text("name");
        Shape shape = json.Shape("shape");
        int count = json.Whole("samples");
        if (count < 0 || count > samples.Length - nextSample || count > indices.Length - nextSample)
            throw new RefCnnException($"{path}: keeps {count} values; samples.npy has {samples.Length - nextSample} left; rebuild the vector");
        var places = indices.AsSpan(nextSample, count);
        foreach (long place in places)
        {
            if (place < 0 || place >= shape.Count) throw new RefCnnException($"{path}: indices.npy names value {place}; {shape} has {shape.Count}; rebuild the vector");
        }

        var node = new NodeRecord(
            name, kind, shape, json.OptionalText("sha256"), json.Double("rms"), json.Double("largest"), json.Double("zeros"),
            [.. places.ToArray().Select(place => (int)place)], [.. samples.AsSpan(nextSample, count)])
        {
            Flips = json.Has("flips") ? new Flips(json.Whole("flips"), json.Double("flipShare")) : null,
        };
        nextSample += count;
        json.RefuseOthers();
        return node;
    }

    private ImmutableArray<double> NoiseOf(string node, ImmutableArray<NodeRecord> nodes)
    {
        NodeRecord record = nodes.FirstOrDefault(record => record.Name == node) ?? throw new RefCnnException($"an output is node '{node}', which is not listed");
        int count = Math.Min(record.Samples.Length, noise.Length - nextNoise);
        ImmutableArray<double> values = [.. noise.AsSpan(nextNoise, count)];
        nextNoise += record.Samples.Length;
        return values;
    }

    private static long Long(StrictObject json, string name)
    {
        JsonElement value = json.Take(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : throw new JsonException($"$.{name}: expected a whole number; found {value.GetRawText()}");
    }
}
