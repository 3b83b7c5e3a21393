using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using RefCnn.Conformance.Bounds.Rowwise;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;
using RefCnn.Serialization;

namespace RefCnn.Conformance.Networks;

/// <summary>
/// A layer that failed in a network, as a vector by itself: its parameters, the backend's own numbers at its inputs, and what the reference makes of them. The folder is one of vectors,
/// which <c>refcnn verify --layers --vectors</c> takes; what the backend made lies beside it as <c>actual.npy</c>.
/// </summary>
/// <param name="folder">The folder; made where it does not exist.</param>
public sealed class ReproductionFolder(string folder)
{
    /// <summary>Where it is.</summary>
    public string Folder => folder;

    /// <summary>Writes a layer.</summary>
    /// <param name="network">The network.</param>
    /// <param name="node">The layer's node.</param>
    /// <param name="inputs">What it read, which is rounded to float32.</param>
    /// <exception cref="RefCnnException">A file cannot be written.</exception>
    internal void Write(Network network, int node, ImmutableArray<Tensor<double>> inputs)
    {
        Layer layer = network.Nodes[node].Layer;
        string name = string.Concat($"{network.Name}-{network.Nodes[node].Name}".ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        string place = Path.Combine(folder, "layers", layer.Kind), golden = Path.Combine(place, $"{name}.npy");
        Directory.CreateDirectory(place);
        Tensor<float>[] given = [.. inputs.Select(input => input.ToSingle())];
        Tensor<double> output = RowwiseReference.Compute(layer, ReferenceEngine.OperandsOf(layer, [.. given.Select(input => input.ToDouble())]));
        NpyFile.Write(golden, NpyArray.Of(output));

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var store = new StoredTensors(place, name);
            json.WriteStartObject();
            json.WriteString("id", $"{layer.Kind}/{name}");
            json.WriteString("comment", $"Layer '{network.Nodes[node].Name}' of '{network.Name}' on the numbers that a backend had there when it failed.");
            json.WriteStartArray("flags");
            json.WriteEndArray();
            json.WriteString("tier", "bounded");
            json.WriteStartObject("source");
            json.WriteString("kind", "reference");
            json.WriteEndObject();
            json.WritePropertyName("layer");
            new LayerJson(store).Write(layer).WriteTo(json);
            json.WriteStartArray("inputs");
            foreach (Tensor<float> input in given) store.Write(json, input);
            json.WriteEndArray();
            WriteExpected(json, output.Shape, golden);
            json.WriteEndObject();
        }

        string text = VectorWriter.Format(JsonDocument.Parse(buffer.WrittenMemory).RootElement);
        AtomicFile.Write(Path.Combine(place, $"{name}.json"), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Writes what the backend made.</summary>
    /// <param name="actual">Its output.</param>
    /// <exception cref="RefCnnException">The file cannot be written.</exception>
    internal void WriteActual(Tensor actual) => NpyFile.Write(Path.Combine(folder, "actual.npy"), NpyArray.Of(actual));

    private static void WriteExpected(Utf8JsonWriter json, Shape shape, string golden)
    {
        json.WriteStartObject("expected");
        json.WriteStartArray("shape");
        foreach (int extent in shape.Extents) json.WriteNumberValue(extent);
        json.WriteEndArray();
        json.WriteString("file", Path.GetFileName(golden));
        json.WriteString("sha256", VectorReader.DigestOf(golden));
        json.WriteEndObject();
    }
}
