namespace RefCnn.ConformanceTests;

/// <summary>A test that needs the third-party models, and says so where they are absent.</summary>
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute() => Skip = SharedData.SkipReason;
}
