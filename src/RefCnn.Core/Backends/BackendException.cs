namespace RefCnn.Core;

/// <summary>A backend that cannot do what is asked of it on this machine, or at all.</summary>
/// <param name="message">One line: which backend, why, what to do.</param>
public sealed class BackendException(string message) : RefCnnException(message);
