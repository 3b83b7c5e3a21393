using RefCnn.Core;

namespace RefCnn.Formats.Torch7;

/// <summary>A Lua table: numbers, strings and booleans as keys.</summary>
internal sealed class TorchTable
{
    /// <summary>The entries.</summary>
    public Dictionary<object, object?> Entries { get; } = [];

    /// <summary>The entries 1, 2, 3, … up to the first that is not there.</summary>
    public IEnumerable<object> Items
    {
        get
        {
            for (double index = 1; Entries.TryGetValue(index, out object? item) && item is not null; index++) yield return item;
        }
    }

    /// <summary>The entry of a name, or null.</summary>
    /// <param name="name">The name.</param>
    public object? this[string name] => Entries.GetValueOrDefault(name);
}

/// <summary>An object of a class, whose members are a table.</summary>
/// <param name="type">The class, e.g. <c>nn.SpatialConvolution</c>.</param>
internal sealed class TorchObject(string type)
{
    /// <summary>The class, e.g. <c>nn.SpatialConvolution</c>.</summary>
    public string Type => type;

    /// <summary>The members.</summary>
    public TorchTable Members { get; set; } = new();
}

/// <summary>Numbers in a row.</summary>
/// <param name="Values">The numbers.</param>
internal sealed record TorchStorage(double[] Values);

/// <summary>A view of a storage.</summary>
/// <param name="Extents">Its extents.</param>
/// <param name="Strides">How far apart neighbours along each axis lie.</param>
/// <param name="Offset">The first element's place in the storage, from 0.</param>
/// <param name="Storage">The storage; null for an empty tensor.</param>
internal sealed record TorchTensor(long[] Extents, long[] Strides, long Offset, TorchStorage? Storage)
{
    /// <summary>The values in row-major order, rounded to float32; null where the view leaves its storage.</summary>
    public Tensor<float>? ToSingle()
    {
        if (Extents.Length > Shape.MaximumRank || Extents.Any(extent => extent is < 0 or > int.MaxValue)) return null;
        var shape = new Shape([.. Extents.Select(extent => (int)extent)]);
        if (Extents.Length == 0 || shape.Count == 0) return new Tensor<float>(new Shape(0));
        Int128 last = Offset, first = Offset;
        for (int axis = 0; axis < Extents.Length; axis++)
        {
            Int128 reach = (Int128)(Extents[axis] - 1) * Strides[axis];
            if (reach > 0) last += reach;
            else first += reach;
        }

        if (Storage is null || first < 0 || last >= Storage.Values.Length) return null;
        Limits.Current.DemandExpansion((long)shape.Count * sizeof(float), (long)Storage.Values.Length * sizeof(float), "a tensor takes");
        var result = new Tensor<float>(shape);
        long[] index = new long[Extents.Length];
        for (int to = 0; to < result.Count; to++)
        {
            long from = Offset;
            for (int axis = 0; axis < index.Length; axis++) from += index[axis] * Strides[axis];
            result[to] = (float)Storage.Values[from];
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == Extents[axis]; axis--) index[axis] = 0;
        }

        return result;
    }
}

/// <summary>A Lua function: its code is skipped and never run.</summary>
internal sealed record TorchFunction;
