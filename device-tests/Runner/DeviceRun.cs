using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RefCnn.Conformance.Timings;
using RefCnn.DeviceTests.Runner.Devices;
using RefCnn.DeviceTests.Runner.Reports;
using RefCnn.Serialization;

namespace RefCnn.DeviceTests.Runner;

/// <summary>How a run is asked for.</summary>
/// <param name="Output">The folder of the reports.</param>
/// <param name="Filter">What runs.</param>
/// <param name="Plan">How often benchmarks repeat their work.</param>
/// <param name="Benchmarks">Whether there are any.</param>
/// <param name="LongestWait">How long a hot device is waited for before a benchmark.</param>
public sealed record DeviceRunOptions(string Output, TestFilter Filter, SamplingPlan Plan, bool Benchmarks, TimeSpan LongestWait);

/// <summary>Told how a run goes, on the run's own thread.</summary>
public interface IRunListener
{
    /// <summary>A test or benchmark begins.</summary>
    /// <param name="what">Which.</param>
    void Started(TestIdentity what);

    /// <summary>A test ended.</summary>
    /// <param name="test">The test.</param>
    void Ended(TestRecord test);

    /// <summary>A benchmark ended.</summary>
    /// <param name="benchmark">The benchmark.</param>
    void Ended(BenchmarkRecord benchmark);
}

/// <summary>One run from the first test to the written report: tests, then benchmarks, on a thread of its own with a stack that is known.</summary>
/// <param name="device">The machine.</param>
/// <param name="options">How.</param>
/// <param name="listener">Told how it goes.</param>
public sealed class DeviceRun(IDevice device, DeviceRunOptions options, IRunListener listener)
{
    /// <summary>The names of the files in the folder of the reports.</summary>
    public const string StreamName = "report.ndjson", ReportName = "report.json", XmlName = "report.xml";

    /// <summary>The stack of the thread: the main thread of a phone has 1 MiB, its other threads half of one.</summary>
    public const int StackBytes = 16 << 20;

    /// <summary>Starts the run. The result is there when the reports are written; what broke the runner itself, and no test, faults it.</summary>
    /// <param name="cancellation">Stops it: the report then is there, and not complete.</param>
    public Task<DeviceReport> Start(CancellationToken cancellation = default)
    {
        var done = new TaskCompletionSource<DeviceReport>();
        var thread = new Thread(
            () =>
            {
                try
                {
                    done.SetResult(Run(cancellation));
                }
                catch (Exception fault)
                {
                    done.SetException(fault);
                }
            },
            StackBytes)
        { Name = "device tests" };
        thread.Start();
        return done.Task;
    }

    private DeviceReport Run(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        Directory.CreateDirectory(options.Output);
        foreach (string old in new[] { StreamName, ReportName, XmlName }) File.Delete(Path.Combine(options.Output, old));
        ReportHead head = HeadFacts.Gather(device, options.Filter, StackBytes);
        var builder = new ReportBuilder(head);
        using var stream = new ReportLines(Path.Combine(options.Output, StreamName), head);
        Judgement.Cancellation = cancellation;
        try
        {
            new TestRun(options.Filter, () => device.AvailableMemory, Started, Ended).Run(cancellation);
            if (options.Benchmarks) RunBenchmarks();
            cancellation.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The report says so.
        }

        SummaryFacts summary = builder.Summarise(!cancellation.IsCancellationRequested, clock.Elapsed.TotalSeconds, device.PeakMemory);
        stream.End(summary);
        DeviceReport report = builder.Build(summary);
        byte[] json = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(report, ReportJson.Indented.DeviceReport) + "\n");
        AtomicFile.Write(Path.Combine(options.Output, ReportName), file => file.Write(json));
        XunitXml.Write(report, Path.Combine(options.Output, XmlName));
        return report;

        void RunBenchmarks()
        {
            var phase = new BenchmarkPhase(device, options.Filter, options.Plan, options.LongestWait);
            foreach (TestIdentity what in phase.Cases)
            {
                cancellation.ThrowIfCancellationRequested();
                Started(what);
                BenchmarkRecord benchmark = phase.Run(what, builder.Tests, cancellation);
                builder.Add(benchmark);
                stream.Add(benchmark);
                listener.Ended(benchmark);
            }
        }

        void Started(TestIdentity what)
        {
            builder.Running = what.ToString();
            stream.Running(what.ToString());
            listener.Started(what);
        }

        void Ended(TestRecord test)
        {
            builder.Add(test);
            stream.Add(test);
            listener.Ended(test);
        }
    }
}
