using Google.Protobuf;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Schema;
using AttributeType = RefCnn.Formats.Onnx.Schema.AttributeProto.Types.AttributeType;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Makes ONNX attributes.</summary>
internal static class ExportAttribute
{
    /// <summary>An integer.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="value">Its value.</param>
    public static AttributeProto Integer(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    /// <summary>Integers.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="values">Its values.</param>
    public static AttributeProto Integers(string name, params IEnumerable<int> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Ints };
        attribute.Ints.AddRange(values.Select(value => (long)value));
        return attribute;
    }

    /// <summary>A number.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="value">Its value, which ONNX keeps in float32.</param>
    public static AttributeProto Number(string name, double value) => new() { Name = name, Type = AttributeType.Float, F = (float)value };

    /// <summary>A text.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="value">Its value.</param>
    public static AttributeProto Text(string name, string value) => new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    /// <summary>Kernel, strides and padding of a window, and dilations where there are any.</summary>
    /// <param name="window">The window.</param>
    public static AttributeProto[] Window(Window2D window)
    {
        List<AttributeProto> attributes =
        [
            Integers("kernel_shape", window.Kernel.Height, window.Kernel.Width),
            Integers("strides", window.Stride.Height, window.Stride.Width),
            Integers("pads", window.Padding.Top, window.Padding.Left, window.Padding.Bottom, window.Padding.Right),
        ];
        if (window.Dilation != Size2D.One) attributes.Add(Integers("dilations", window.Dilation.Height, window.Dilation.Width));
        return [.. attributes];
    }
}
