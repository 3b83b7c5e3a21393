using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.CoreML.Native;
using RefCnn.InteropTests.StandIns;

namespace RefCnn.InteropTests;

/// <summary>What is kept, shared and released over many runs, by many threads.</summary>
public class LifetimeTests : StandInTests
{
    private static readonly Network Doubling = Sketch.Doubling(1, 3, 4, 5);

    [StandInFact]
    public void ThousandRuns_KeepOnlyTheModel()
    {
        using (ICompiledNetwork compiled = new CoreMlBackend().Compile(Doubling, new CompileOptions()))
        {
            for (int i = 0; i < 1000; i++) Run(compiled);
            ((long)StandInLibrary.LiveObjects()).Should().Be(1, "the model is all that lives between runs");
        }

        ((long)StandInLibrary.LiveObjects()).Should().Be(0);
    }

    [StandInFact]
    public void ThousandRuns_KeepNoObjectOfFoundation()
    {
        using ICompiledNetwork compiled = new CoreMlBackend().Compile(Doubling, new CompileOptions());
        Run(compiled);
        StandInLibrary.CountFoundation(1);
        long before = StandInLibrary.LiveFoundationObjects();

        for (int i = 0; i < 1000; i++) Run(compiled);

        long after = StandInLibrary.LiveFoundationObjects();
        StandInLibrary.CountFoundation(0);
        after.Should().Be(before);
    }

    [StandInFact]
    public void HundredFailures_KeepNothing()
    {
        using ICompiledNetwork compiled = new CoreMlBackend().Compile(Doubling, new CompileOptions());
        StandInLibrary.Fail(Stage.Predict, 1);

        for (int i = 0; i < 100; i++) FluentActions.Invoking(() => Run(compiled)).Should().Throw<CoreMlErrorException>();

        ((long)StandInLibrary.LiveObjects()).Should().Be(1);
    }

    [StandInFact]
    public void Networks_OfTheSameContent_ShareOneCompiledModelUntilTheLast()
    {
        ICompiledNetwork first = new CoreMlBackend().Compile(Doubling, new CompileOptions());
        ICompiledNetwork second = new CoreMlBackend(units: ComputeUnits.All).Compile(Doubling, new CompileOptions());
        string folder = PortableEngine.LastFolder;
        CompiledModelCache.Shared.Count.Should().Be(1);

        first.Dispose();
        Directory.Exists(folder).Should().BeTrue("another network uses it");
        second.Dispose();

        Directory.Exists(folder).Should().BeFalse();
        CompiledModelCache.Shared.Count.Should().Be(0);
    }

    [StandInFact]
    public void Dispose_Twice_IsOnce()
    {
        ICompiledNetwork kept = new CoreMlBackend().Compile(Doubling, new CompileOptions());
        ICompiledNetwork disposed = new CoreMlBackend().Compile(Doubling, new CompileOptions());

        disposed.Dispose();
        disposed.Dispose();

        Run(kept);
        CompiledModelCache.Shared.Count.Should().Be(1);
        kept.Dispose();
    }

    [StandInFact]
    public void Run_AfterDispose_IsRefused()
    {
        ICompiledNetwork compiled = new CoreMlBackend().Compile(Doubling, new CompileOptions());
        compiled.Dispose();

        FluentActions.Invoking(() => Run(compiled)).Should().Throw<ObjectDisposedException>();
    }

    [StandInFact]
    public void Run_Cancelled_DoesNotReachCoreMl()
    {
        using ICompiledNetwork compiled = new CoreMlBackend().Compile(Doubling, new CompileOptions());
        StandInLibrary.Fail(Stage.Predict, 1);

        FluentActions.Invoking(() => compiled.Run(Sketch.Values(Sketch.Counting(1, 3, 4, 5)), cancellation: new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();
    }

    [StandInFact]
    public void Runs_OfManyThreads_TakeTurns()
    {
        using ICompiledNetwork compiled = new CoreMlBackend().Compile(Doubling, new CompileOptions());

        // The stand-in refuses a second thread while a first is in it.
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => Run(compiled));
    }

    [StandInFact]
    public void Compiles_OfManyThreads_ShareOneModel()
    {
        Parallel.For(0, 50, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using ICompiledNetwork compiled = new CoreMlBackend().Compile(Doubling, new CompileOptions());
            Run(compiled);
        });

        CompiledModelCache.Shared.Count.Should().Be(0);
    }

    [StandInFact]
    public void Compile_LeavesNoFileButTheCompiledModel()
    {
        string[] before = Directory.GetFileSystemEntries(Path.GetTempPath(), "refcnn-coreml-*");

        new CoreMlBackend(format: CoreMlFormat.Program).Compile(Doubling, new CompileOptions()).Dispose();

        Directory.GetFileSystemEntries(Path.GetTempPath(), "refcnn-coreml-*").Should().BeSubsetOf(before);
        Directory.Exists(PortableEngine.LastFolder).Should().BeFalse();
    }

    private static void Run(ICompiledNetwork compiled)
    {
        Tensor<float> values = Sketch.Counting(1, 3, 4, 5);
        compiled.Run(Sketch.Values(values)).Outputs["doubled"].ToSingle().Values.Should().Equal(values.Values.Select(value => 2 * value));
    }
}
