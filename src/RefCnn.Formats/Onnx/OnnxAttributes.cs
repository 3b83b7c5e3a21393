using RefCnn.Formats.Onnx.Schema;
using AttributeType = RefCnn.Formats.Onnx.Schema.AttributeProto.Types.AttributeType;

namespace RefCnn.Formats.Onnx;

/// <summary>The attributes of a node, each checked to be of the type that its reader expects.</summary>
/// <param name="node">The node.</param>
/// <param name="fault">Makes the error of a node.</param>
internal sealed class OnnxAttributes(NodeProto node, Func<string, ModelFormatException> fault)
{
    /// <summary>Whether an attribute is there.</summary>
    /// <param name="name">Its name.</param>
    public bool Has(string name) => node.Attribute.Any(attribute => attribute.Name == name);

    /// <summary>An integer, or a default.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="otherwise">What ONNX says where it is absent.</param>
    public int Integer(string name, int otherwise) => Find(name, AttributeType.Int) is { } attribute ? InRange(name, attribute.I) : otherwise;

    /// <summary>An integer that must be there.</summary>
    /// <param name="name">The attribute.</param>
    public int Integer(string name) => InRange(name, Required(name, AttributeType.Int).I);

    /// <summary>An integer of 64 bits, or null where it is absent.</summary>
    /// <param name="name">The attribute.</param>
    public long? Long(string name) => Find(name, AttributeType.Int)?.I;

    /// <summary>An integer that is 0 or 1, as a truth value.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="otherwise">What ONNX says where it is absent.</param>
    public bool Flag(string name, bool otherwise = false) => Integer(name, otherwise ? 1 : 0) != 0;

    /// <summary>A number, or a default.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="otherwise">What ONNX says where it is absent.</param>
    public float Number(string name, float otherwise) => Find(name, AttributeType.Float)?.F ?? otherwise;

    /// <summary>A number that must be there.</summary>
    /// <param name="name">The attribute.</param>
    public float Number(string name) => Required(name, AttributeType.Float).F;

    /// <summary>A text, or a default.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="otherwise">What ONNX says where it is absent.</param>
    public string Text(string name, string otherwise) => Find(name, AttributeType.String)?.S.ToStringUtf8() ?? otherwise;

    /// <summary>Integers, or null where they are absent.</summary>
    /// <param name="name">The attribute.</param>
    public long[]? Integers(string name) => Find(name, AttributeType.Ints) is { } attribute ? [.. attribute.Ints] : null;

    /// <summary>Numbers, or null where they are absent.</summary>
    /// <param name="name">The attribute.</param>
    public float[]? Numbers(string name) => Find(name, AttributeType.Floats) is { } attribute ? [.. attribute.Floats] : null;

    /// <summary>A tensor, or null where it is absent.</summary>
    /// <param name="name">The attribute.</param>
    public TensorProto? Tensor(string name) => Find(name, AttributeType.Tensor)?.T;

    private AttributeProto Required(string name, AttributeType type) =>
        Find(name, type) ?? throw fault($"has no attribute '{name}'; the operator requires it");

    private AttributeProto? Find(string name, AttributeType type)
    {
        AttributeProto? attribute = node.Attribute.FirstOrDefault(candidate => candidate.Name == name);
        if (attribute is null) return null;
        if (attribute.RefAttrName.Length > 0) throw fault($"attribute '{name}' refers to a function's; expected a value");
        bool matches = attribute.Type == type || attribute.Type == AttributeType.Undefined;
        return matches ? attribute : throw fault($"attribute '{name}' is of type {attribute.Type}; expected {type}");
    }

    private int InRange(string name, long value) =>
        value is >= int.MinValue and <= int.MaxValue ? (int)value : throw fault($"attribute '{name}' is {value}; expected an integer of 32 bits");
}
