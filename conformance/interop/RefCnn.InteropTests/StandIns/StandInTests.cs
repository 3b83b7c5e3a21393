using RefCnn.CoreML.Native.Framework;

namespace RefCnn.InteropTests.StandIns;

/// <summary>Installs the stand-ins once.</summary>
public sealed class StandInFixture
{
    public StandInFixture()
    {
        if (StandInLibrary.SkipReason is null) StandInLibrary.Install();
    }
}

/// <summary>Tests that share the stand-ins, and so run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class StandInGroup : ICollectionFixture<StandInFixture>
{
    public const string Name = "stand-ins";
}

/// <summary>Starts every test with stand-ins that compute, and lay outputs out without gaps; nothing of theirs may live on after it.</summary>
[Collection(StandInGroup.Name)]
public abstract class StandInTests : IDisposable
{
    private readonly long objectsBefore = StandInLibrary.LiveObjects();
    private readonly int modelsBefore = PortableEngine.LoadedModels;

    protected StandInTests()
    {
        PortableEngine.RenamesOutputs = false;
        StandInLibrary.SetEngine(PortableEngine.Functions);
        StandInLibrary.SetLayout(new OutputLayout((long)MLMultiArrayDataType.Float32, LeadingOnes: 0, InnerStride: 1, RowAlignment: 1));
        StandInLibrary.Fail(Stage.None, 0);
        StandInLibrary.SetNewSystem(1);
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        ((long)StandInLibrary.LiveObjects()).Should().Be(objectsBefore, "every object of Core ML's is released by the end of a test");
        PortableEngine.LoadedModels.Should().Be(modelsBefore, "every model is released by the end of a test");
    }
}
