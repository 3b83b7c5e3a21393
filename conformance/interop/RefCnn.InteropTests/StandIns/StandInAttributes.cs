using System.Runtime.CompilerServices;

namespace RefCnn.InteropTests.StandIns;

/// <summary>A test on the stand-ins. Where they cannot be built it is skipped, and its name tells why: the reason itself is not printed unless one asks.</summary>
internal sealed class StandInFactAttribute : FactAttribute
{
    public StandInFactAttribute([CallerMemberName] string test = "")
    {
        if (StandInLibrary.SkipReason is { } reason) (Skip, DisplayName) = (reason, $"{test}: {reason}");
    }
}

/// <summary>A theory on the stand-ins, skipped like a <see cref="StandInFactAttribute"/>.</summary>
internal sealed class StandInTheoryAttribute : TheoryAttribute
{
    public StandInTheoryAttribute([CallerMemberName] string test = "")
    {
        if (StandInLibrary.SkipReason is { } reason) (Skip, DisplayName) = (reason, $"{test}: {reason}");
    }
}
