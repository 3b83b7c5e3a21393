using RefCnn.Core;

namespace RefCnn.Formats.Torch7;

/// <summary>Reads the objects of a .t7 file (torch7's File.lua): each has a type, and those that may be shared have a number by which they are found again.</summary>
/// <param name="input">The file.</param>
internal sealed class TorchReader(TorchInput input)
{
    private readonly Dictionary<int, object?> shared = [];
    private int depth;

    /// <summary>Whether a file begins as .t7 files of objects do, in either form.</summary>
    /// <param name="head">The first bytes.</param>
    public static bool Recognizes(ReadOnlySpan<byte> head) => IsAscii(head) || (head.Length > 8 && head[0] is 3 or 4 && head[1..4].IndexOfAnyExcept((byte)0) < 0 && head[4] == 1 && head[5..8].IndexOfAnyExcept((byte)0) < 0);

    /// <summary>Whether a file has the ASCII form: its first line is the type of a table or an object.</summary>
    /// <param name="head">The first bytes.</param>
    public static bool IsAscii(ReadOnlySpan<byte> head) => head.StartsWith("4\n1\n"u8) || head.StartsWith("3\n1\n"u8);

    /// <summary>Reads an object.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or holds what is not known.</exception>
    public object? Read()
    {
        if (++depth > Limits.Current.Nesting) throw new InvalidDataException($"objects are nested more than {Limits.Current.Nesting} deep (--limit nesting=N sets another limit)");
        int type = input.Int();
        object? value = type switch
        {
            0 => null,
            1 => input.Double(),
            2 => input.String(),
            3 => Shared(Table),
            4 => Shared(Object),
            5 => input.Int() != 0,
            6 or 7 or 8 => Shared(Function),
            _ => throw new InvalidDataException($"an object is of the type {type}; expected 0 to 8"),
        };
        depth--;
        return value;
    }

    private object? Shared(Action<int> read)
    {
        int index = input.Int();
        if (!shared.ContainsKey(index)) read(index);
        return shared[index];
    }

    private void Table(int index)
    {
        var table = new TorchTable();
        shared[index] = table;
        int count = input.Int();
        for (int i = 0; i < count; i++)
        {
            object key = Read() ?? throw new InvalidDataException("a table has a key that is nil");
            table.Entries[key] = Read();
        }
    }

    private void Object(int index)
    {
        string version = input.String();
        string type = version.StartsWith("V ", StringComparison.Ordinal) ? input.String() : version;
        if (type.StartsWith("torch.", StringComparison.Ordinal) && type.EndsWith("Tensor", StringComparison.Ordinal))
        {
            shared[index] = Tensor();
        }
        else if (type.StartsWith("torch.", StringComparison.Ordinal) && type.EndsWith("Storage", StringComparison.Ordinal))
        {
            double[]? values = input.Elements(type["torch.".Length..^"Storage".Length], input.Long());
            shared[index] = new TorchStorage(values ?? throw new InvalidDataException($"a {type} is not read; convert the model to float first"));
        }
        else
        {
            var made = new TorchObject(type);
            shared[index] = made;
            made.Members = Read() as TorchTable ?? throw new InvalidDataException($"a {type} has no table of members");
        }
    }

    private TorchTensor Tensor()
    {
        int rank = input.Int();
        if (rank is < 0 or > 16) throw new InvalidDataException($"a tensor has {rank} dimensions");
        long[] extents = [.. Enumerable.Range(0, rank).Select(_ => input.Long())], strides = [.. Enumerable.Range(0, rank).Select(_ => input.Long())];
        long offset = input.Long() - 1;
        return new TorchTensor(extents, strides, offset, Read() as TorchStorage);
    }

    private void Function(int index)
    {
        shared[index] = new TorchFunction();
        _ = input.String();
        _ = Read();
    }
}
