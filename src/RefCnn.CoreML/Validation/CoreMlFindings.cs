using System.Collections.Immutable;

namespace RefCnn.CoreML;

/// <summary>What a check of a Core ML file came to.</summary>
/// <param name="Faults">Where the file breaks the specification; one line each: where, actual, expected.</param>
/// <param name="Unchecked">What is not known to the checks, and so was passed over; one line each.</param>
public sealed record CoreMlFindings(ImmutableArray<string> Faults, ImmutableArray<string> Unchecked)
{
    /// <summary>Whether no fault was found.</summary>
    public bool IsValid => Faults.IsEmpty;
}
