namespace RefCnn.ConformanceTests;

/// <summary>A theory that needs the third-party models, and says so where they are absent.</summary>
internal sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute() => Skip = SharedData.SkipReason;
}
