namespace RefCnn.Serialization;

/// <summary>The element types of .npy files that are read and written.</summary>
public enum NpyElement
{
    /// <summary>NumPy's <c>b1</c>: a byte, 0 for false.</summary>
    Boolean,

    /// <summary>NumPy's <c>i1</c>.</summary>
    Int8,

    /// <summary>NumPy's <c>i2</c>.</summary>
    Int16,

    /// <summary>NumPy's <c>i4</c>.</summary>
    Int32,

    /// <summary>NumPy's <c>i8</c>.</summary>
    Int64,

    /// <summary>NumPy's <c>u1</c>.</summary>
    UInt8,

    /// <summary>NumPy's <c>u2</c>.</summary>
    UInt16,

    /// <summary>NumPy's <c>u4</c>.</summary>
    UInt32,

    /// <summary>NumPy's <c>u8</c>.</summary>
    UInt64,

    /// <summary>NumPy's <c>f2</c>: IEEE 754 half precision.</summary>
    Float16,

    /// <summary>NumPy's <c>f4</c>: IEEE 754 single precision.</summary>
    Float32,

    /// <summary>NumPy's <c>f8</c>: IEEE 754 double precision.</summary>
    Float64,
}
