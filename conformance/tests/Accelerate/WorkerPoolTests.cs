using RefCnn.Accelerate;
using RefCnn.Accelerate.Threads;

namespace RefCnn.ConformanceTests.Accelerate;

/// <summary>Every piece of every step is computed once, and before the pool returns.</summary>
public class WorkerPoolTests
{
    // More threads than processors, so that they are interrupted anywhere: between a round's beginning and the waking of the last worker, for one.
    [Fact]
    public void Run_OnMoreThreadsThanProcessors_ComputesEveryPieceOnce() => Parallel.For(0, 3 * Environment.ProcessorCount, seed =>
    {
        var random = new Random(seed);
        for (int repeat = 0; repeat < 150; repeat++)
        {
            using var pool = new WorkerPool(4);
            Thread.SpinWait(random.Next(20_000));
            for (int round = 0; round < 3; round++)
            {
                var step = new CountingStep(random.Next(4, 200));
                pool.Run(step);
                step.Counts.Should().OnlyContain(count => count == 1);
            }
        }
    });

    [Fact]
    public void Run_StepThatThrows_ThrowsAndCanRunAgain()
    {
        using var pool = new WorkerPool(3);
        var step = new CountingStep(9);

        FluentActions.Invoking(() => pool.Run(new ThrowingStep())).Should().Throw<AggregateException>();
        pool.Run(step);

        step.Counts.Should().OnlyContain(count => count == 1);
    }

    private sealed class CountingStep(int pieces) : Step
    {
        public int[] Counts { get; } = new int[pieces];

        public override int Pieces => Counts.Length;

        public override void Run(int first, int end, int worker)
        {
            for (int piece = first; piece < end; piece++)
            {
                Thread.SpinWait(20);
                Interlocked.Increment(ref Counts[piece]);
            }
        }
    }

    private sealed class ThrowingStep : Step
    {
        public override int Pieces => 3;

        public override void Run(int first, int end, int worker) => throw new InvalidOperationException("on purpose");
    }
}
