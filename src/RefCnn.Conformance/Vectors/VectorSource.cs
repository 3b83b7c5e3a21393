namespace RefCnn.Conformance;

/// <summary>Where a vector's expected numbers come from.</summary>
public enum SourceKind
{
    /// <summary>Worked out by hand; the detail shows how.</summary>
    HandWorked,

    /// <summary>Published, or computed by an independent program; the detail names it with its version.</summary>
    External,

    /// <summary>Computed by the reference engine.</summary>
    Reference,
}

/// <summary>Where a vector's expected numbers come from.</summary>
/// <param name="Kind">By hand, external, or the reference.</param>
/// <param name="Detail">The working, or the source with its version; empty for the reference.</param>
/// <param name="Rounding">How far the stated numbers may be from the true ones because their source printed so many digits; 0 for all digits of a double.</param>
public sealed record VectorSource(SourceKind Kind, string Detail = "", double Rounding = 0);
