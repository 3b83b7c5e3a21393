using Google.Protobuf;
using Google.Protobuf.Collections;
using RefCnn.Formats.Caffe.Schema;
using RefCnn.Serialization;

namespace RefCnn.Formats.Caffe;

/// <summary>The blobs of a .caffemodel by the names of their layers, in any of Caffe's three forms.</summary>
internal sealed class CaffeWeights
{
    private readonly Dictionary<string, CaffeBlob[]> layers = new(StringComparer.Ordinal);

    /// <summary>Takes the blobs of a stored net.</summary>
    /// <param name="net">The net.</param>
    /// <param name="file">Where it is from, for messages.</param>
    public CaffeWeights(StoredNet net, string file = "the .caffemodel")
    {
        File = file;
        foreach (StoredLayer layer in net.Layer) Add(layer.Name, layer.Blobs);
        foreach (V1StoredLayer layer in net.Layers)
        {
            if (layer.Layer is { } old) Add(old.Name, old.Blobs);
            else Add(layer.Name, layer.Blobs);
        }
    }

    /// <summary>Where the blobs are from, for messages.</summary>
    public string File { get; }

    /// <summary>Whether a file begins as stored nets do: a name, then a layer or an input.</summary>
    /// <param name="head">The first bytes.</param>
    public static bool Recognizes(ReadOnlySpan<byte> head)
    {
        if (head.Length < 3 || head[0] != 0x0A || head[1] >= 0x80 || head.Length < head[1] + 4) return false;
        ReadOnlySpan<byte> next = head[(2 + head[1])..];
        return next[0] is 0x12 or 0x1A || next.StartsWith((ReadOnlySpan<byte>)[0xA2, 0x06]);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">It cannot be read, is no .caffemodel, or holds no blobs.</exception>
    public static CaffeWeights Load(string path)
    {
        try
        {
            using FileStream stream = InputFile.Open(path);
            var weights = new CaffeWeights(StoredNet.Parser.ParseFrom(stream), path);
            return weights.layers.Count > 0 ? weights : throw new ModelFormatException(path, null, "holds no blobs; expected a .caffemodel");
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new ModelFormatException(path, null, "is not a .caffemodel, or is damaged", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, null, $"cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>The blobs of a layer; null where the file has none for it.</summary>
    /// <param name="layer">The layer's name.</param>
    public CaffeBlob[]? Of(string layer) => layers.GetValueOrDefault(layer);

    private void Add(string name, RepeatedField<StoredBlob> blobs)
    {
        if (blobs.Count > 0) layers.TryAdd(name, [.. blobs.Select(CaffeBlob.Of)]);
    }
}
