namespace RefCnn.Core;

/// <summary>An input that cannot be used. The message is one line for people: what, where, actual, expected, what to do.</summary>
public class RefCnnException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">One line, complete in itself.</param>
    public RefCnnException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the error with the failure that led to it.</summary>
    /// <param name="message">One line, complete in itself.</param>
    /// <param name="innerException">The failure that led here.</param>
    public RefCnnException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
