using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.CoreML.Native.Foundation;

/// <summary>Objects by name.</summary>
internal static unsafe class NSDictionary
{
    private static readonly Selector DictionaryWithObjects = Selector.Of("dictionaryWithObjects:forKeys:count:");
    private static readonly Selector ObjectForKey = Selector.Of("objectForKey:");

    /// <summary>An autoreleased dictionary.</summary>
    /// <param name="keys">The names.</param>
    /// <param name="values">As many objects, none nil.</param>
    public static Id Of(ReadOnlySpan<Id> keys, ReadOnlySpan<Id> values)
    {
        fixed (Id* keyList = keys, valueList = values)
            return Send.Object(ObjectiveCRuntime.ClassNamed("NSDictionary"), DictionaryWithObjects, valueList, keyList, keys.Length);
    }

    /// <summary>The object of a name, or nil.</summary>
    /// <param name="dictionary">The dictionary; nil has none.</param>
    /// <param name="key">The name.</param>
    public static Id Find(Id dictionary, string key) => Send.Object(dictionary, ObjectForKey, NSString.Of(key));
}
