namespace RefCnn.Conformance;

/// <summary>Something about a vector that a person should mend.</summary>
/// <param name="File">The file, relative to the directory of the vectors.</param>
/// <param name="Message">One line: what is wrong and what is expected.</param>
public sealed record LintFinding(string File, string Message);
