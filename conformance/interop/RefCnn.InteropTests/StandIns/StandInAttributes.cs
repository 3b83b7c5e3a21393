namespace RefCnn.InteropTests.StandIns;

/// <summary>A test on the stand-ins, which says so where they cannot be built.</summary>
internal sealed class StandInFactAttribute : FactAttribute
{
    public StandInFactAttribute() => Skip = StandInLibrary.SkipReason;
}

/// <summary>A theory on the stand-ins, which says so where they cannot be built.</summary>
internal sealed class StandInTheoryAttribute : TheoryAttribute
{
    public StandInTheoryAttribute() => Skip = StandInLibrary.SkipReason;
}
