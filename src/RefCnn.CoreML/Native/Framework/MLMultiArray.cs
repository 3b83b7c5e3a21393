using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.CoreML.Native.Foundation;
using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.CoreML.Native.Framework;

/// <summary>The element types of multi-arrays. The values are MLMultiArrayDataType's.</summary>
internal enum MLMultiArrayDataType
{
    /// <summary>IEEE 754 binary16.</summary>
    Float16 = 65552,

    /// <summary>IEEE 754 binary32.</summary>
    Float32 = 65568,

    /// <summary>IEEE 754 binary64.</summary>
    Double = 65600,

    /// <summary>Integers of 32 bits.</summary>
    Int32 = 131104,
}

/// <summary>Multi-arrays: numbers of any rank, in memory that may have gaps between rows and between numbers.</summary>
internal static unsafe class MLMultiArray
{
    private static readonly Selector InitWithDataPointer = Selector.Of("initWithDataPointer:shape:dataType:strides:deallocator:error:");
    private static readonly Selector DataPointer = Selector.Of("dataPointer");
    private static readonly Selector DataType = Selector.Of("dataType");
    private static readonly Selector ShapeSelector = Selector.Of("shape");
    private static readonly Selector StridesSelector = Selector.Of("strides");

    /// <summary>An autoreleased multi-array over memory of the caller's, which stays where it is until the pool drains.</summary>
    /// <param name="data">The numbers in row-major order, without gaps.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="name">The feature, for errors.</param>
    /// <exception cref="CoreMlErrorException">Core ML refuses it.</exception>
    public static Id Over(float* data, ImmutableArray<long> shape, string name)
    {
        Id error = default;
        Id array = Send.Object(
            Lifetime.Alloc(ObjectiveCRuntime.ClassNamed("MLMultiArray")), InitWithDataPointer,
            data, NSArray.Of(shape.AsSpan()), (nint)MLMultiArrayDataType.Float32, NSArray.Of(RowMajorStrides(shape)), deallocator: 0, &error);
        return array.IsNil ? throw NSError.ToException(error, $"Core ML cannot make a multi-array of input '{name}'") : Lifetime.Autorelease(array);
    }

    /// <summary>A copy of the numbers: float32 where they are float16 or float32, else double, so that none is rounded.</summary>
    /// <param name="array">The multi-array.</param>
    /// <param name="expected">The shape that it should have, but for axes of extent 1.</param>
    /// <param name="name">The feature, for errors.</param>
    /// <exception cref="CoreMlException">It has another shape, or numbers of an unknown type.</exception>
    public static Tensor Read(Id array, Shape expected, string name)
    {
        long[] shape = NSArray.Read(Send.Object(array, ShapeSelector)), strides = NSArray.Read(Send.Object(array, StridesSelector));
        if (!shape.Where(extent => extent != 1).SequenceEqual(expected.Extents.ToArray().Where(extent => extent != 1).Select(extent => (long)extent)) || strides.Length != shape.Length)
        {
            throw new CoreMlException(
                $"Core ML made output '{name}' of shape {string.Join('×', shape)}, strides {string.Join(", ", strides)}; expected {expected} up to axes of extent 1");
        }

        nint data = Send.Integer(array, DataPointer);
        if (data == 0) throw new CoreMlException($"Core ML made output '{name}' without memory");
        nint type = Send.Integer(array, DataType);
        return (MLMultiArrayDataType)type switch
        {
            MLMultiArrayDataType.Float16 => StridedValues.Copy<Half, float>((Half*)data, shape, strides, expected),
            MLMultiArrayDataType.Float32 => StridedValues.Copy<float, float>((float*)data, shape, strides, expected),
            MLMultiArrayDataType.Double => StridedValues.Copy<double, double>((double*)data, shape, strides, expected),
            MLMultiArrayDataType.Int32 => StridedValues.Copy<int, double>((int*)data, shape, strides, expected),
            _ => throw new CoreMlException($"Core ML made output '{name}' of element type {type}; expected float16, float32, double or int32"),
        };
    }

    private static long[] RowMajorStrides(ImmutableArray<long> shape)
    {
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }
}
