namespace RefCnn.Core;

/// <summary>A network that cannot be built; names the node, its index and its kind.</summary>
public sealed class NetworkException : RefCnnException
{
    internal NetworkException(string message, string rule, Exception? innerException = null)
        : base(message, innerException) => Rule = rule;

    /// <summary>The violated rule's label: a layer's (<c>C2</c>) or the network's own (<c>N1</c> to <c>N6</c>).</summary>
    public string Rule { get; }
}
