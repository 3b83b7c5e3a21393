using RefCnn.Conformance.Timings;

namespace RefCnn.ConformanceTests.Timings;

public class SamplingPlanTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.1, 1.4)]
    [InlineData(0.5, 3)]
    [InlineData(0.9, 8.2)]
    [InlineData(1, 11)]
    public void At_Share_IsBetweenTheNeighboursInProportion(double share, double expected) =>
        new Samples([4, 1, 11, 3, 2]).At(share).Should().BeApproximately(expected, 1e-12);

    [Fact]
    public void Over_DividesPairByPair() => new Samples([4, 9]).Over(new Samples([2, 3])).Milliseconds.Should().Equal(2, 3);

    [Fact]
    public void TakeInTurn_SwapsTheOrderEveryRoundAfterTheWarmUps()
    {
        var order = new List<char>();
        var plan = new SamplingPlan(WarmUps: 1, LeastSamples: 2, LeastSeconds: 0);

        Samples[] samples = plan.TakeInTurn([() => order.Add('a'), () => order.Add('b')]);

        order.Should().Equal('a', 'b', 'a', 'b', 'b', 'a');
        samples.Should().HaveCount(2).And.OnlyContain(taken => taken.Milliseconds.Length == 2);
    }

    [Fact]
    public void TakeInTurn_GivesEachTimeToItsOwnWork()
    {
        Samples[] samples = new SamplingPlan(WarmUps: 0, LeastSamples: 2, LeastSeconds: 0).TakeInTurn([() => Thread.Sleep(50), () => { }]);

        samples[0].Milliseconds.Should().OnlyContain(milliseconds => milliseconds > 40);
        samples[1].At(0).Should().BeLessThan(40);
    }

    [Fact]
    public void Take_Cancelled_StopsBeforeTheNextRun()
    {
        using var source = new CancellationTokenSource();
        int runs = 0;
        var take = () => new SamplingPlan(WarmUps: 0, LeastSamples: 100).Take(
            () =>
            {
                if (++runs == 3) source.Cancel();
            },
            cancellation: source.Token);

        take.Should().Throw<OperationCanceledException>();
        runs.Should().Be(3);
    }

    [Fact]
    public void Measure_PeakOfOneThread_IsWhatAProcessorCanDo() => PeakRate.Measure(1).Should().BeInRange(1, 2000);

    [Fact]
    public void Report_WrittenAndRead_KeepsEverySample()
    {
        var timing = new NetworkTiming("n", "b", 2, 1_000_000, 12.5, new Samples([1.25, 2.5]), 4096);
        var report = new TimingReport(new MachineFacts("s", "a", "r", 2, 512, 2, 400), [timing]);

        TimingReport read = TimingReport.Parse(report.ToJson());

        read.Machine.Should().Be(report.Machine);
        NetworkTiming only = read.Timings.Should().ContainSingle().Subject;
        only.SamplesMs.Milliseconds.Should().Equal(1.25, 2.5);
        (only with { SamplesMs = timing.SamplesMs }).Should().Be(timing);
        only.Gflops.Should().BeApproximately(2e-6 * 1_000_000 / 1.875, 1e-9);
    }
}
