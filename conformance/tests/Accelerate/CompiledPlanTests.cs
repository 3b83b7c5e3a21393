using RefCnn.Accelerate;
using RefCnn.Core;
using RefCnn.Networks;

namespace RefCnn.ConformanceTests.Accelerate;

/// <summary>What a compiled network promises beside its numbers.</summary>
public class CompiledPlanTests
{
    private static readonly Lazy<Network> SqueezeNet = new(() => Zoo.Find("squeezenet").Build());

    [Fact]
    public void Run_WithAnyThreads_GivesTheSameBits()
    {
        float[] alone = Run(1);

        foreach (int threads in (int[])[2, 3, 4]) Run(threads).Should().Equal(alone, "{0} threads only share the work", threads);
    }

    [Fact]
    public async Task Run_FromSeveralThreads_GivesEachItsOwnResult()
    {
        using ICompiledNetwork compiled = new AccelerateBackend().Compile(SqueezeNet.Value, new CompileOptions(2));
        IReadOnlyDictionary<string, Tensor<float>> inputs = SeededInputs.Of(SqueezeNet.Value);
        float[] alone = First(compiled.Run(inputs));

        float[][] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => First(compiled.Run(inputs)))));

        results.Should().AllSatisfy(result => result.Should().Equal(alone));
    }

    [Fact]
    public void Run_AfterDispose_Throws()
    {
        ICompiledNetwork compiled = new AccelerateBackend().Compile(SqueezeNet.Value, new CompileOptions(1));
        compiled.Dispose();
        compiled.Dispose();

        FluentActions.Invoking(() => compiled.Run(SeededInputs.Of(SqueezeNet.Value))).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Run_Cancelled_StopsAndCanRunAgain()
    {
        using ICompiledNetwork compiled = new AccelerateBackend().Compile(SqueezeNet.Value, new CompileOptions(2));
        IReadOnlyDictionary<string, Tensor<float>> inputs = SeededInputs.Of(SqueezeNet.Value);
        float[] before = First(compiled.Run(inputs));

        FluentActions.Invoking(() => compiled.Run(inputs, cancellation: new CancellationToken(canceled: true))).Should().Throw<OperationCanceledException>();

        First(compiled.Run(inputs)).Should().Equal(before);
    }

    [Fact]
    public void Run_AfterTheFirst_AllocatesItsOutputsAndLittleElse()
    {
        const int Little = 4096;
        using ICompiledNetwork compiled = new AccelerateBackend().Compile(SqueezeNet.Value, new CompileOptions(1));
        IReadOnlyDictionary<string, Tensor<float>> inputs = SeededInputs.Of(SqueezeNet.Value);
        int outputs = compiled.Run(inputs).Outputs.Values.Sum(output => output.Count) * sizeof(float);
        long before = GC.GetAllocatedBytesForCurrentThread();

        compiled.Run(inputs);

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        allocated.Should().BeLessThan(outputs + Little);
    }

    private static float[] Run(int threads)
    {
        using ICompiledNetwork compiled = new AccelerateBackend().Compile(SqueezeNet.Value, new CompileOptions(threads));
        return First(compiled.Run(SeededInputs.Of(SqueezeNet.Value)));
    }

    private static float[] First(RunResult result) => result.Outputs.Values.First().ToSingle().Values;
}
