namespace RefCnn.Conformance;

/// <summary>What a rebuild found different.</summary>
/// <param name="Id">The case.</param>
/// <param name="What">The difference, in one line.</param>
/// <param name="Written">Whether the files are now as they should be; false where only a check was asked for, or where a person must decide.</param>
public sealed record VectorChange(string Id, string What, bool Written);
