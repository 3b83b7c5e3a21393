using RefCnn.Core;
using RefCnn.Formats.Caffe.Schema;

namespace RefCnn.Formats.Caffe;

/// <summary>A stored array of a layer. Older files give every array four extents, the leading ones 1.</summary>
/// <param name="Extents">Its extents.</param>
/// <param name="Values">Its values, rounded to float32 where they were stored as doubles.</param>
internal sealed record CaffeBlob(long[] Extents, float[] Values)
{
    /// <summary>A blob of a .caffemodel.</summary>
    /// <param name="blob">The blob.</param>
    public static CaffeBlob Of(StoredBlob blob) => new(
        blob.Shape is { } shape ? [.. shape.Dim] : [blob.Num, blob.Channels, blob.Height, blob.Width],
        blob.Data.Count > 0 ? [.. blob.Data] : [.. blob.DoubleData.Select(value => (float)value)]);

    /// <summary>A blob of a prototxt.</summary>
    /// <param name="blob">The blob.</param>
    public static CaffeBlob Of(BlobProto blob) => new(
        blob.Shape is { } shape ? [.. shape.Dim] : [blob.Num, blob.Channels, blob.Height, blob.Width],
        blob.Data.Count > 0 ? [.. blob.Data] : [.. blob.DoubleData.Select(value => (float)value)]);

    /// <summary>The blob as a tensor of the shape that its layer expects; null where it has another.</summary>
    /// <param name="shape">The shape.</param>
    public Tensor<float>? As(Shape shape)
    {
        long[] expected = [.. shape.Extents.ToArray().Select(extent => (long)extent)];
        bool isAlike = Extents.SkipWhile(extent => extent == 1).SequenceEqual(expected.SkipWhile(extent => extent == 1));
        return isAlike && Values.Length == shape.Count ? new Tensor<float>(shape, Values) : null;
    }

    /// <summary>Its extents and, where they disagree with these, the number of its values.</summary>
    public override string ToString() => $"{string.Join('×', Extents)} ({Values.Length} values)";
}
