using RefCnn.Core;

namespace RefCnn.CoreML;

/// <summary>A network that Core ML cannot express, or a Core ML file that cannot be read. One line: what, where, actual, expected.</summary>
public sealed class CoreMlException : RefCnnException
{
    internal CoreMlException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
