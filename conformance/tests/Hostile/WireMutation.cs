using Google.Protobuf;

namespace RefCnn.ConformanceTests.Hostile;

/// <summary>Damage to protobuf messages, field by field and at any depth: values at the edges, fields that are missing, doubled, or moved from one message into another. What comes out is well-formed.</summary>
internal sealed class WireMutation
{
    private readonly List<WireMutation>? fields;
    private uint tag;
    private ulong number;
    private byte[] bytes = [];

    private WireMutation(List<WireMutation>? fields = null) => this.fields = fields;

    /// <summary>Damages a message once to four times.</summary>
    public static byte[] Of(byte[] original, Random random)
    {
        WireMutation root = Parse(original) ?? throw new InvalidOperationException("the seed is no protobuf message");
        for (int times = random.Next(1, 5); times > 0; times--) root.Once(random);
        return root.Content();
    }

    private static WireMutation? Parse(byte[] content)
    {
        var fields = new List<WireMutation>();
        var input = new CodedInputStream(content);
        try
        {
            while (input.ReadTag() is var tag and > 0)
            {
                var type = WireFormat.GetTagWireType(tag);
                byte[] bytes = type == WireFormat.WireType.LengthDelimited ? input.ReadBytes().ToByteArray() : [];
                ulong number = type switch { WireFormat.WireType.Varint => input.ReadUInt64(), WireFormat.WireType.Fixed32 => input.ReadFixed32(), WireFormat.WireType.Fixed64 => input.ReadFixed64(), _ => 0 };
                if (type is not (WireFormat.WireType.Varint or WireFormat.WireType.Fixed32 or WireFormat.WireType.Fixed64 or WireFormat.WireType.LengthDelimited)) return null;
                fields.Add(new WireMutation(bytes.Length > 1 ? Parse(bytes)?.fields : null) { tag = tag, number = number, bytes = bytes });
            }

            // Bytes that are no message may look like one: only what comes out again as it was is taken apart.
            var message = new WireMutation(fields);
            return message.Content().AsSpan().SequenceEqual(content) ? message : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    // Goes down at random, so that fields near the root are damaged as often as the many that lie deep.
    private void Once(Random random)
    {
        if (fields is not { Count: > 0 }) return;
        int at = random.Next(fields.Count);
        WireMutation field = fields[at], other = fields[random.Next(fields.Count)];
        if (field.fields is { Count: > 0 } && random.Next(4) != 0)
        {
            field.Once(random);
            return;
        }

        switch (random.Next(6))
        {
            case 0: fields.RemoveAt(at); break;
            case 1: fields.Insert(at, other); break;
            case 2: (field.bytes, other.bytes, field.number, other.number) = field.fields is null && other.fields is null ? (other.bytes, field.bytes, other.number, field.number) : (field.bytes, other.bytes, field.number, other.number); break;
            case 3: field.tag = other.tag; break;
            default: field.Damage(random); break;
        }
    }

    private void Damage(Random random)
    {
        if (WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited) number = unchecked((ulong)Mutation.Edges[random.Next(Mutation.Edges.Length)]);
        else if (fields is null) bytes = Mutation.Of(bytes.Length == 0 ? [0] : bytes, random);
    }

    private byte[] Content()
    {
        if (fields is null) return bytes;
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            foreach (WireMutation field in fields)
            {
                output.WriteTag(field.tag);
                switch (WireFormat.GetTagWireType(field.tag))
                {
                    case WireFormat.WireType.Varint: output.WriteUInt64(field.number); break;
                    case WireFormat.WireType.Fixed32: output.WriteFixed32((uint)field.number); break;
                    case WireFormat.WireType.Fixed64: output.WriteFixed64(field.number); break;
                    default: output.WriteBytes(ByteString.CopyFrom(field.Content())); break;
                }
            }
        }

        return stream.ToArray();
    }
}
