namespace RefCnn.CoreML.Native.ObjectiveC;

/// <summary>The messages that every object understands about its life.</summary>
internal static class Lifetime
{
    private static readonly Selector AllocSelector = Selector.Of("alloc");
    private static readonly Selector NewSelector = Selector.Of("new");
    private static readonly Selector RetainSelector = Selector.Of("retain");
    private static readonly Selector ReleaseSelector = Selector.Of("release");
    private static readonly Selector AutoreleaseSelector = Selector.Of("autorelease");

    /// <summary>A new object that still lacks its initialiser. The caller owns it.</summary>
    public static Id Alloc(Id type) => Send.Object(type, AllocSelector);

    /// <summary>A new object. The caller owns it.</summary>
    public static Id New(Id type) => Send.Object(type, NewSelector);

    /// <summary>Makes the caller one of the object's owners.</summary>
    public static Id Retain(Id value) => Send.Object(value, RetainSelector);

    /// <summary>Ends the caller's ownership now.</summary>
    public static void Release(Id value) => Send.Nothing(value, ReleaseSelector);

    /// <summary>Ends the caller's ownership when the innermost <see cref="AutoreleasePool"/> of this thread drains.</summary>
    public static Id Autorelease(Id value) => Send.Object(value, AutoreleaseSelector);
}
