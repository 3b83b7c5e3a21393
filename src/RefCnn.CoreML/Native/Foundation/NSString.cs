using System.Runtime.InteropServices;
using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.CoreML.Native.Foundation;

/// <summary>Text. Strings go in as the UTF-16 that both sides hold, so that none is changed or cut at a zero.</summary>
internal static unsafe class NSString
{
    private static readonly Selector InitWithCharacters = Selector.Of("initWithCharacters:length:");
    private static readonly Selector Utf8String = Selector.Of("UTF8String");

    /// <summary>An autoreleased string.</summary>
    /// <param name="text">The text.</param>
    public static Id Of(string text)
    {
        fixed (char* characters = text)
        {
            Id made = Lifetime.Alloc(ObjectiveCRuntime.ClassNamed("NSString"));
            return Lifetime.Autorelease(Send.Object(made, InitWithCharacters, characters, text.Length));
        }
    }

    /// <summary>The text of a string; empty for nil.</summary>
    /// <param name="text">The string.</param>
    public static string Read(Id text) => Marshal.PtrToStringUTF8(Send.Integer(text, Utf8String)) ?? string.Empty;
}
