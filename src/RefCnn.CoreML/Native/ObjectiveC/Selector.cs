namespace RefCnn.CoreML.Native.ObjectiveC;

/// <summary>The name of a message, as the runtime has registered it.</summary>
/// <param name="Address">The runtime's own value for the name.</param>
internal readonly record struct Selector(nint Address)
{
    /// <summary>The selector of a name.</summary>
    /// <param name="name">E.g. <c>initWithDictionary:error:</c>: a colon an argument.</param>
    public static Selector Of(string name) => ObjectiveCRuntime.RegisterSelector(name);
}
