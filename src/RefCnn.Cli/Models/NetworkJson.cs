using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RefCnn.Accelerate;
using RefCnn.Core;

namespace RefCnn.Cli.Models;

/// <summary>A network for programs; docs/command-line.md describes the members.</summary>
internal static class NetworkJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The text <c>{"name", "inputs": [{"name", "shape"}], "outputs": [{"name", "shape"}],
    /// "nodes": [{"index", "name", "kind", "inputs", "shape", "parameters", "macs"}], "totals": {"nodes", "parameters", "macs"}}</c>.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="algorithms">How an engine computes the nodes, by their indices: adds <c>"algorithm", "with"</c> to each; or null.</param>
    public static string Format(Network network, IReadOnlyDictionary<int, NodeAlgorithm>? algorithms = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteString("name", network.Name);
            WriteEnds(json, "inputs", network.Inputs.Select(node => (network.Nodes[node].Name, network.Shapes[node])));
            WriteEnds(json, "outputs", network.Outputs.Select(output => (output.Name, network.Shapes[output.Node])));
            json.WriteStartArray("nodes");
            for (int index = 0; index < network.Nodes.Length; index++) WriteNode(json, network, index, algorithms);
            json.WriteEndArray();
            json.WriteStartObject("totals");
            json.WriteNumber("nodes", network.Nodes.Length);
            json.WriteNumber("parameters", network.ParameterCount);
            json.WriteNumber("macs", NetworkTotals.MultiplyAccumulatesOf(network));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteEnds(Utf8JsonWriter json, string name, IEnumerable<(string Name, Shape Shape)> ends)
    {
        json.WriteStartArray(name);
        foreach ((string end, Shape shape) in ends)
        {
            json.WriteStartObject();
            json.WriteString("name", end);
            WriteNumbers(json, "shape", shape.Extents);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNode(Utf8JsonWriter json, Network network, int index, IReadOnlyDictionary<int, NodeAlgorithm>? algorithms)
    {
        Node node = network.Nodes[index];
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteString("name", node.Name);
        json.WriteString("kind", node.Layer.Kind);
        WriteNumbers(json, "inputs", node.Inputs.AsSpan());
        WriteNumbers(json, "shape", network.Shapes[index].Extents);
        json.WriteNumber("parameters", NetworkTotals.ParametersOf(network, index));
        json.WriteNumber("macs", NetworkTotals.MultiplyAccumulatesOf(network, index));
        if (algorithms is not null)
        {
            NodeAlgorithm? described = algorithms.TryGetValue(index, out NodeAlgorithm found) ? found : null;
            json.WriteString("algorithm", described?.Algorithm);
            json.WriteNumber("with", described?.With ?? index);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a member that is a list of numbers.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">The member.</param>
    /// <param name="numbers">The numbers.</param>
    public static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (int number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
