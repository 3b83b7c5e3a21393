using RefCnn.Core;

namespace RefCnn.Cli;

/// <summary>Arguments that cannot be meant, found only after they were parsed.</summary>
/// <param name="message">One line: which argument, actual, expected.</param>
internal sealed class UsageException(string message) : RefCnnException(message);
