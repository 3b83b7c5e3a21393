using System.Collections.Immutable;
using RefCnn.Conformance.Timings;
using RefCnn.DeviceTests.Runner;
using RefCnn.DeviceTests.Runner.Devices;
using RefCnn.DeviceTests.Runner.Reports;

namespace RefCnn.DeviceTests.Desktop;

/// <summary>A folder for one test, and short ways to run into it.</summary>
public abstract class Scratch : IDisposable
{
    internal static readonly ImmutableArray<string> Fast = ["accelerate"];

    protected string Folder { get; } = Directory.CreateTempSubdirectory("refcnn-device-").FullName;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(Folder, recursive: true);
    }

    protected DeviceRunOptions Options(TestFilter filter, bool benchmarks = false) => new(Folder, filter, new SamplingPlan(WarmUps: 3, LeastSamples: 20, LeastSeconds: 0.1), benchmarks, TimeSpan.Zero);

    internal static TestFilter LayersNamed(string part) => TestFilter.All with { Suites = ["layers"], Names = [part], Backends = Fast };
}

/// <summary>A listener that only keeps what it hears.</summary>
internal sealed class Listener : IRunListener
{
    public List<TestRecord> Tests { get; } = [];

    public string? Thread { get; private set; }

    public Action? OnTest { get; init; }

    public void Started(TestIdentity what) => Thread = System.Threading.Thread.CurrentThread.Name;

    public void Ended(TestRecord test)
    {
        Tests.Add(test);
        OnTest?.Invoke();
    }

    public void Ended(BenchmarkRecord benchmark)
    {
    }
}

/// <summary>A device whose heat and power are set.</summary>
internal sealed class SetDevice : IDevice
{
    public string Kind => "iPhone";

    public string? Model => "iPhone16,2";

    public ThermalState Thermal { get; init; } = ThermalState.Nominal;

    public bool? LowPowerMode { get; init; } = false;

    public long? AvailableMemory { get; init; } = 1L << 34;

    public long? PeakMemory => 1 << 20;
}
