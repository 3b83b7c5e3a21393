namespace RefCnn.Conformance.FalseAlarms;

/// <summary>A variant of a vector on which a correct engine failed or was degraded.</summary>
/// <param name="Case">The vector.</param>
/// <param name="Variant">The variant's number; 0 is the vector itself.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Message">Why.</param>
public sealed record FalseAlarm(string Case, int Variant, string Verdict, string Message);
