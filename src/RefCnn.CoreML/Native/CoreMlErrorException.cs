using RefCnn.Core;

namespace RefCnn.CoreML;

/// <summary>Core ML itself refused a model or a prediction.</summary>
public sealed class CoreMlErrorException : RefCnnException
{
    internal CoreMlErrorException(string message, string domain, long code)
        : base(message) => (Domain, Code) = (domain, code);

    /// <summary>The domain of its NSError, e.g. <c>com.apple.CoreML</c>; empty where it made none.</summary>
    public string Domain { get; }

    /// <summary>The code of its NSError within the domain, e.g. 3 of <c>com.apple.CoreML</c> for files that cannot be read.</summary>
    public long Code { get; }
}
