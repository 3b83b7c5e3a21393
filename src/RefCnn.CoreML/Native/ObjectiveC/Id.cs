namespace RefCnn.CoreML.Native.ObjectiveC;

/// <summary>A borrowed reference to an Objective-C object, or to a class, which is an object too. It keeps nothing alive.</summary>
/// <param name="Address">Where the object is; 0 for nil.</param>
internal readonly record struct Id(nint Address)
{
    /// <summary>Whether it refers to nothing.</summary>
    public bool IsNil => Address == 0;
}
