using RefCnn.Conformance.Timings;
using RefCnn.DeviceTests.Runner;
using RefCnn.DeviceTests.Runner.Devices;
using RefCnn.DeviceTests.Runner.Reports;

namespace RefCnn.DeviceTests.Desktop;

public sealed class BenchmarkPhaseTests
{
    private static readonly TestIdentity Small = new(BenchmarkPhase.Suite, "conv-deconv-reduced-bn-64x96", "accelerate");
    private static readonly TestRecord Certified = new("certificates", Small.Name, Small.Backend, Outcome.Pass, null, 0.1, 1, "");

    [Fact]
    public void Benchmark_OfANetworkSeenToBeRight_KeepsAllSamplesAndCounts()
    {
        BenchmarkRecord record = Run(new SetDevice(), [Certified]);

        record.Validity.Should().Be(Validity.Valid);
        record.SamplesMs.Length.Should().BeGreaterThanOrEqualTo(20);
        record.MinMs.Should().Be(record.SamplesMs.Min());
        record.MedianMs.Should().BeInRange(record.MinMs!.Value, record.P90Ms!.Value);
        record.P99Ms.Should().BeInRange(record.P90Ms!.Value, record.SamplesMs.Max());
        record.Before.Should().Be(new DeviceState(ThermalState.Nominal, false));
    }

    [Fact]
    public void Benchmark_WhoseParityFailed_IsVoidAndNotRun()
    {
        BenchmarkRecord record = Run(new SetDevice(), [Certified with { Outcome = Outcome.Fail, Message = "worst at [0]" }]);

        record.Validity.Should().Be(Validity.ParityFailed);
        record.Message.Should().Be("worst at [0]");
        record.SamplesMs.Should().BeEmpty();
    }

    [Fact]
    public void Benchmark_OnAHotDevice_KeepsItsSamplesAndDoesNotCount()
    {
        BenchmarkRecord record = Run(new SetDevice { Thermal = ThermalState.Serious }, [Certified]);

        record.Validity.Should().Be(Validity.Hot);
        record.SamplesMs.Should().NotBeEmpty();
    }

    [Fact]
    public void Benchmark_InLowPowerMode_DoesNotCount() => Run(new SetDevice { LowPowerMode = true }, [Certified]).Validity.Should().Be(Validity.LowPower);

    [Fact]
    public void Benchmark_OfWhatWasNotJudged_DoesNotCount() => Run(new SetDevice(), []).Validity.Should().Be(Validity.ParityUnknown);

    private static BenchmarkRecord Run(SetDevice device, TestRecord[] tests) =>
        new BenchmarkPhase(device, TestFilter.All, new SamplingPlan(LeastSeconds: 0.05), TimeSpan.Zero).Run(Small, tests, CancellationToken.None);
}
