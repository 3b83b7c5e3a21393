using System.Globalization;
using RefCnn.Formats.Onnx.Schema;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Collects weights that go to a file beside the model.</summary>
/// <param name="fileName">The file's name, without a folder.</param>
internal sealed class ExternalWeights(string fileName)
{
    // ONNX asks for offsets at multiples of the page size, so that weights can be mapped into memory.
    private const long Alignment = 4096;

    // A tensor below this size stays in the model: it would waste most of a page.
    private const int Smallest = 1024;

    private readonly List<(long Offset, byte[] Data)> parts = [];
    private long end;

    /// <summary>Takes a tensor's data, if they are large enough.</summary>
    /// <param name="proto">The tensor, which is told where its data are.</param>
    /// <param name="data">Its bytes.</param>
    /// <returns>Whether they were taken.</returns>
    public bool Take(TensorProto proto, byte[] data)
    {
        if (data.Length < Smallest) return false;
        long offset = (end + Alignment - 1) / Alignment * Alignment;
        proto.DataLocation = TensorProto.Types.DataLocation.External;
        proto.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = fileName });
        proto.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = offset.ToString(CultureInfo.InvariantCulture) });
        proto.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = data.Length.ToString(CultureInfo.InvariantCulture) });
        parts.Add((offset, data));
        end = offset + data.Length;
        return true;
    }

    /// <summary>Writes the file.</summary>
    /// <param name="stream">Where to.</param>
    public void CopyTo(Stream stream)
    {
        long position = 0;
        foreach ((long offset, byte[] data) in parts)
        {
            stream.Write(new byte[offset - position]);
            stream.Write(data);
            position = offset + data.Length;
        }
    }
}
