using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.Conformance.Networks;

/// <summary>
/// Network vectors on disk, <c>networks/&lt;name&gt;/</c>: <c>network.json</c>, and beside it every node's kept values one after another in <c>samples.npy</c> (float64),
/// their flat indices in <c>indices.npy</c> (int32) and the outputs' noise in <c>noise.npy</c> (float64).
/// </summary>
public static class NetworkVectorFiles
{
    private const string Description = "network.json", Samples = "samples.npy", Indices = "indices.npy", Noise = "noise.npy";

    /// <summary>The directory of one network's vector.</summary>
    /// <param name="vectors">The directory of the vectors.</param>
    /// <param name="network">The network's name.</param>
    public static string DirectoryOf(string vectors, string network) => Path.Combine(vectors, "networks", network);

    /// <summary>Whether a network has a vector.</summary>
    /// <param name="vectors">The directory of the vectors.</param>
    /// <param name="network">The network's name.</param>
    public static bool Exist(string vectors, string network) => File.Exists(Path.Combine(DirectoryOf(vectors, network), Description));

    /// <summary>Writes a vector; the description comes last, so that an interrupted write is noticed by its counts.</summary>
    /// <param name="vectors">The directory of the vectors.</param>
    /// <param name="vector">The vector.</param>
    /// <exception cref="RefCnnException">A file cannot be written.</exception>
    public static void Write(string vectors, NetworkVector vector)
    {
        string directory = DirectoryOf(vectors, vector.Name);
        Directory.CreateDirectory(directory);
        int[] indices = [.. vector.Nodes.SelectMany(node => node.Indices)];
        double[] samples = [.. vector.Nodes.SelectMany(node => node.Samples)], noise = [.. vector.Outputs.SelectMany(output => output.Noise)];
        NpyFile.Write(Path.Combine(directory, Indices), NpyArray.OfInt32(new Shape(indices.Length), indices));
        NpyFile.Write(Path.Combine(directory, Samples), NpyArray.Of(new Tensor<double>(new Shape(samples.Length), samples)));
        NpyFile.Write(Path.Combine(directory, Noise), NpyArray.Of(new Tensor<double>(new Shape(noise.Length), noise)));
        AtomicFile.Write(Path.Combine(directory, Description), stream => stream.Write(Encoding.UTF8.GetBytes(Describe(vector))));
    }

    /// <summary>Reads a vector.</summary>
    /// <param name="vectors">The directory of the vectors.</param>
    /// <param name="network">The network's name.</param>
    /// <exception cref="RefCnnException">There is none, or its files do not fit each other.</exception>
    public static NetworkVector Read(string vectors, string network)
    {
        string directory = DirectoryOf(vectors, network), path = Path.Combine(directory, Description);
        if (!File.Exists(path)) throw new RefCnnException($"{path}: not found; make it with `refcnn vectors rebuild --networks {network}`");
        double[] samples = NpyFile.Read(Path.Combine(directory, Samples)).ToDouble().Values;
        double[] noise = NpyFile.Read(Path.Combine(directory, Noise)).ToDouble().Values;
        ImmutableArray<long> indices = NpyFile.Read(Path.Combine(directory, Indices)).ToInt64();
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return new NetworkVectorParser(samples, indices, noise).Parse(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or IOException or RefCnnException)
        {
            throw new RefCnnException($"{path}: {fault.Message}", fault);
        }
    }

    private static string Describe(NetworkVector vector)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("network", vector.Name);
            json.WriteString("source", vector.Source);
            json.WriteNumber("parameters", vector.Parameters);
            json.WriteNumber("multiplyAccumulates", vector.MultiplyAccumulates);
            json.WriteStartArray("inputs");
            foreach (NamedShape input in vector.Inputs)
            {
                json.WriteStartObject();
                json.WriteString("name", input.Name);
                WriteShape(json, input.Shape);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("outputs");
            foreach (OutputRecord output in vector.Outputs)
            {
                json.WriteStartObject();
                json.WriteString("name", output.Name);
                json.WriteString("node", output.Node);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("nodes");
            foreach (NodeRecord node in vector.Nodes) WriteNode(json, node);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        using JsonDocument document = JsonDocument.Parse(buffer.ToArray());
        return VectorWriter.Format(document.RootElement);
    }

    private static void WriteNode(Utf8JsonWriter json, NodeRecord node)
    {
        json.WriteStartObject();
        json.WriteString("kind", node.Kind);
        WriteShape(json, node.Shape);
        json.WriteString("name", node.Name);
        json.WriteNumber("samples", node.Samples.Length);
        json.WriteNumber("rms", node.RootMeanSquare);
        json.WriteNumber("largest", node.Largest);
        json.WriteNumber("zeros", node.ZeroShare);
        if (node.Flips is { } flips)
        {
            json.WriteNumber("flips", flips.Count);
            json.WriteNumber("flipShare", flips.Share);
        }

        if (node.Sha256 is { } digest) json.WriteString("sha256", digest);
        json.WriteEndObject();
    }

    private static void WriteShape(Utf8JsonWriter json, Shape shape)
    {
        json.WriteStartArray("shape");
        foreach (int extent in shape.Extents) json.WriteNumberValue(extent);
        json.WriteEndArray();
    }
}
