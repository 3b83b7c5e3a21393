namespace RefCnn.Core;

/// <summary>
/// An input that cannot be used. The message is one line for people: what, where, actual, expected, what to do. Names in it may be a stranger's: control characters, which
/// would make it several lines or speak to the terminal, become spaces.
/// </summary>
public class RefCnnException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">One line, complete in itself.</param>
    public RefCnnException(string message)
        : base(OneLine(message))
    {
    }

    /// <summary>Makes the error with the failure that led to it.</summary>
    /// <param name="message">One line, complete in itself.</param>
    /// <param name="innerException">The failure that led here.</param>
    public RefCnnException(string message, Exception? innerException)
        : base(OneLine(message), innerException)
    {
    }

    private static string OneLine(string message) => message.Any(char.IsControl) ? string.Concat(message.Select(character => char.IsControl(character) ? ' ' : character)) : message;
}
