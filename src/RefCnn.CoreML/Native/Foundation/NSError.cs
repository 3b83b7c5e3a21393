using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.CoreML.Native.Foundation;

/// <summary>Errors of Apple's frameworks. A method failed if it returned nil; whether it made an error says nothing.</summary>
internal static class NSError
{
    private static readonly Selector Domain = Selector.Of("domain");
    private static readonly Selector Code = Selector.Of("code");
    private static readonly Selector LocalizedDescription = Selector.Of("localizedDescription");
    private static readonly Selector UserInfo = Selector.Of("userInfo");

    /// <summary>An error as an exception.</summary>
    /// <param name="error">The error; nil where the method made none.</param>
    /// <param name="what">What failed: the first part of the message.</param>
    public static CoreMlErrorException ToException(Id error, string what)
    {
        if (error.IsNil) return new CoreMlErrorException($"{what}: Core ML gives no reason", string.Empty, 0);
        Id underlying = NSDictionary.Find(Send.Object(error, UserInfo), "NSUnderlyingError");
        string cause = underlying.IsNil ? string.Empty : $"; caused by: {Describe(underlying)}";
        return new CoreMlErrorException($"{what}: {Describe(error)}{cause}", DomainOf(error), CodeOf(error));
    }

    private static string Describe(Id error) =>
        $"{NSString.Read(Send.Object(error, LocalizedDescription)).ReplaceLineEndings(" ")} ({DomainOf(error)} {CodeOf(error)})";

    private static string DomainOf(Id error) => NSString.Read(Send.Object(error, Domain));

    private static long CodeOf(Id error) => Send.Integer(error, Code);
}
