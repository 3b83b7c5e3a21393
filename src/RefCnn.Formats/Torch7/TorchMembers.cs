using RefCnn.Core;

namespace RefCnn.Formats.Torch7;

/// <summary>The members of a module, each checked to be of the type that its reader expects.</summary>
/// <param name="module">The module.</param>
/// <param name="fault">Makes the module's error.</param>
internal sealed class TorchMembers(TorchObject module, Func<string, ModelFormatException> fault)
{
    /// <summary>A number, or a default.</summary>
    /// <param name="name">The member.</param>
    /// <param name="otherwise">What Torch takes where it is absent.</param>
    public double Number(string name, double otherwise) => module.Members[name] is { } value ? value as double? ?? throw fault($"'{name}' is no number") : otherwise;

    /// <summary>A number that must be there.</summary>
    /// <param name="name">The member.</param>
    public double Number(string name) => module.Members[name] as double? ?? throw fault($"has no number '{name}'");

    /// <summary>A whole number that must be there.</summary>
    /// <param name="name">The member.</param>
    public int Whole(string name) => Whole(name, Number(name));

    /// <summary>A whole number, or a default.</summary>
    /// <param name="name">The member.</param>
    /// <param name="otherwise">What Torch takes where it is absent.</param>
    public int WholeOr(string name, int otherwise) => Whole(name, Number(name, otherwise));

    /// <summary>A truth value, or a default.</summary>
    /// <param name="name">The member.</param>
    /// <param name="otherwise">What Torch takes where it is absent.</param>
    public bool Flag(string name, bool otherwise) => module.Members[name] is { } value ? value as bool? ?? throw fault($"'{name}' is no truth value") : otherwise;

    /// <summary>A tensor with so many values, in the shape that is expected.</summary>
    /// <param name="name">The member.</param>
    /// <param name="extents">The shape.</param>
    public Tensor<float> Tensor(string name, params ReadOnlySpan<int> extents) => TensorOrNone(name, extents) ?? throw fault($"has no tensor '{name}'");

    /// <summary>A tensor, or null where the member is absent or empty.</summary>
    /// <param name="name">The member.</param>
    /// <param name="extents">The shape.</param>
    public Tensor<float>? TensorOrNone(string name, params ReadOnlySpan<int> extents)
    {
        if (module.Members[name] is not TorchTensor stored) return null;
        Tensor<float> tensor = stored.ToSingle() ?? throw fault($"'{name}' of {string.Join('×', stored.Extents)} reaches beyond its storage");
        var shape = new Shape(extents);
        if (tensor.Count == 0 && shape.Count > 0) return null;
        return tensor.Count == shape.Count ? tensor.As(shape) : throw fault($"'{name}' has shape {tensor.Shape}; expected {shape}");
    }

    /// <summary>The first extent of a tensor that must be there.</summary>
    /// <param name="name">The member.</param>
    public int TensorExtent(string name) => module.Members[name] is TorchTensor { Extents: [>= 0 and <= int.MaxValue, ..] } tensor ? (int)tensor.Extents[0] : throw fault($"has no tensor '{name}'");

    /// <summary>Whole numbers of a storage.</summary>
    /// <param name="name">The member.</param>
    public int[] Storage(string name) => module.Members[name] is TorchStorage storage ? [.. storage.Values.Select(value => Whole(name, value))] : throw fault($"has no sizes '{name}'");

    /// <summary>The modules that it contains.</summary>
    public IReadOnlyList<TorchObject> Modules() => module.Members["modules"] is TorchTable table
        ? [.. table.Items.Select(item => item as TorchObject ?? throw fault("contains something that is no module"))]
        : throw fault("has no modules");

    private int Whole(string name, double value) => value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue ? (int)value : throw fault($"'{name}' is {value}; expected a whole number");
}
