using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.CoreML.Native.Foundation;

/// <summary>Lists of whole numbers, as shapes and strides are.</summary>
internal static unsafe class NSArray
{
    private static readonly Selector ArrayWithObjects = Selector.Of("arrayWithObjects:count:");
    private static readonly Selector NumberWithLongLong = Selector.Of("numberWithLongLong:");
    private static readonly Selector Count = Selector.Of("count");
    private static readonly Selector ObjectAtIndex = Selector.Of("objectAtIndex:");
    private static readonly Selector IntegerValue = Selector.Of("integerValue");

    /// <summary>An autoreleased list.</summary>
    /// <param name="values">The numbers.</param>
    public static Id Of(ReadOnlySpan<long> values)
    {
        Id number = ObjectiveCRuntime.ClassNamed("NSNumber");
        Id* objects = stackalloc Id[values.Length];
        for (int i = 0; i < values.Length; i++) objects[i] = Send.Object(number, NumberWithLongLong, values[i]);
        return Send.Object(ObjectiveCRuntime.ClassNamed("NSArray"), ArrayWithObjects, objects, values.Length);
    }

    /// <summary>The numbers of a list.</summary>
    /// <param name="array">The list; nil has none.</param>
    public static long[] Read(Id array)
    {
        long[] values = new long[Send.Integer(array, Count)];
        for (int i = 0; i < values.Length; i++) values[i] = Send.Integer(Send.Object(array, ObjectAtIndex, i), IntegerValue);
        return values;
    }
}
