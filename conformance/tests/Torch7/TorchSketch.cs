using System.Globalization;
using System.Text;

namespace RefCnn.ConformanceTests.Torch7;

/// <summary>Writes .t7 files as torch.save does, in either form. Numbers, strings, booleans, tables (dictionaries), storages (long[]), tensors and modules.</summary>
internal sealed class TorchSketch(bool isAscii)
{
    private readonly List<byte> bytes = [];
    private readonly Dictionary<object, int> numbers = new(ReferenceEqualityComparer.Instance);
    private int objects;

    public static byte[] Write(object? root, bool isAscii = false)
    {
        var sketch = new TorchSketch(isAscii);
        sketch.Object(root);
        return [.. sketch.bytes];
    }

    private void Object(object? value)
    {
        switch (value)
        {
            case null: Int(0); break;
            case bool flag: Int(5); Int(flag ? 1 : 0); break;
            case string text: Int(2); Text(text); break;
            case Dictionary<object, object?> table: if (IsNew(3, table)) Table(table); break;
            case Module module: if (IsNew(4, module)) Named($"nn.{module.Type}", module.Members); break;
            case long[] sizes: Header("torch.LongStorage"); Long(sizes.Length); Elements(sizes, BitConverter.GetBytes); break;
            case Storage storage: Header($"torch.{storage.Element}Storage"); Long(storage.Count); bytes.AddRange(storage.Bytes); break;
            case Floats tensor: Tensor(tensor); break;
            case Code: Int(8); Int(++objects); Text("bytes of code"); Object(null); break;
            default: Int(1); Double(Convert.ToDouble(value, CultureInfo.InvariantCulture)); break;
        }
    }

    // An object that was written already is its number alone.
    private bool IsNew(int kind, object value)
    {
        bool isNew = numbers.TryAdd(value, objects + 1);
        if (isNew) objects++;
        Int(kind);
        Int(numbers[value]);
        return isNew;
    }

    private void Named(string type, object members)
    {
        Text("V 1");
        Text(type);
        Object(members);
    }

    private void Tensor(Floats tensor)
    {
        Header("torch.FloatTensor");
        Int(tensor.Extents.Length);
        foreach (int extent in tensor.Extents) Long(extent);
        for (int axis = 0; axis < tensor.Extents.Length; axis++) Long(tensor.Extents.Skip(axis + 1).Aggregate(1, (product, extent) => product * extent));
        Long(1);
        Header("torch.FloatStorage");
        Long(tensor.Values.Length);
        Elements(tensor.Values, BitConverter.GetBytes);
    }

    private void Table(Dictionary<object, object?> table)
    {
        Int(table.Count);
        foreach ((object key, object? value) in table)
        {
            Object(key);
            Object(value);
        }
    }

    private void Header(string type)
    {
        Int(4);
        Int(++objects);
        Text("V 1");
        Text(type);
    }

    private void Text(string text)
    {
        Int(text.Length);
        bytes.AddRange(Encoding.ASCII.GetBytes(isAscii ? text + "\n" : text));
    }

    private void Int(int value) => Raw(BitConverter.GetBytes(value), value, "\n");

    private void Long(long value) => Raw(BitConverter.GetBytes(value), value, "\n");

    private void Double(double value) => Raw(BitConverter.GetBytes(value), value, "\n");

    private void Elements<T>(T[] values, Func<T, byte[]> encode)
        where T : IFormattable
    {
        for (int i = 0; i < values.Length; i++) Raw(encode(values[i]), values[i], i == values.Length - 1 ? "\n" : " ");
    }

    private void Raw(byte[] binary, IFormattable value, string end) => bytes.AddRange(isAscii ? Encoding.ASCII.GetBytes(value.ToString(null, CultureInfo.InvariantCulture) + end) : binary);

    /// <summary>A storage of another element than longs, in the binary form.</summary>
    internal sealed record Storage(string Element, int Count, params byte[] Bytes);

    /// <summary>A tensor.</summary>
    internal sealed record Floats(int[] Extents, params float[] Values);

    /// <summary>A Lua function.</summary>
    internal sealed record Code;

    /// <summary>A module and its members.</summary>
    internal sealed record Module(string Type, Dictionary<object, object?> Members)
    {
        /// <summary>A module of pairs of names and values.</summary>
        public static Module Of(string type, params object?[] pairs) =>
            new(type, Enumerable.Range(0, pairs.Length / 2).ToDictionary(i => pairs[2 * i]!, i => pairs[(2 * i) + 1]));

        /// <summary>A module that contains others.</summary>
        public static Module Containing(string type, params Module[] modules) =>
            new(type, new() { ["modules"] = modules.Select((module, i) => (module, i)).ToDictionary(item => (object)(item.i + 1.0), item => (object?)item.module) });
    }
}
