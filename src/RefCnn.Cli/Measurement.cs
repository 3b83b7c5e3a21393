using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using RefCnn.Cli.Commands;
using RefCnn.Conformance.Timings;
using RefCnn.Core;
using RefCnn.Networks;

namespace RefCnn.Cli;

/// <summary>
/// Timings of networks on backends. Each is taken in a process of its own, so that the most memory that it had is that of one network on one
/// backend, and nothing left by an earlier one (memory, threads, compiled code) bears on it.
/// </summary>
internal static class Measurement
{
    /// <summary>Takes one timing in this process.</summary>
    /// <param name="network">The network's name in the zoo.</param>
    /// <param name="backend">The backend.</param>
    /// <param name="options">Threads.</param>
    /// <param name="plan">How many runs.</param>
    /// <param name="terminal">Where progress goes.</param>
    /// <param name="cancellation">Gives up.</param>
    public static TimingReport Alone(string network, IBackend backend, CompileOptions options, SamplingPlan plan, Terminal terminal, CancellationToken cancellation)
    {
        using var status = new StatusLine(terminal);
        Network built = Zoo.Find(network).Build();
        var timing = NetworkTiming.Take(
            built, SeededInputs.Of(built), backend, options, plan, done => status.Report(done, plan.LeastSamples, $"{backend.Name}: {network}"), cancellation);
        return new TimingReport(MachineFacts.Measure(options.ThreadCount), [timing]);
    }

    /// <summary>Takes all timings, one process after the other.</summary>
    /// <param name="networks">The networks' names in the zoo.</param>
    /// <param name="backends">The backends.</param>
    /// <param name="options">Threads.</param>
    /// <param name="plan">How many runs.</param>
    /// <param name="terminal">Where progress goes.</param>
    /// <param name="cancellation">Gives up, and ends the process.</param>
    /// <exception cref="RefCnnException">A process failed; it has said why.</exception>
    public static async Task<TimingReport> EachInAProcess(
        IReadOnlyList<string> networks, IReadOnlyList<IBackend> backends, CompileOptions options, SamplingPlan plan, Terminal terminal, CancellationToken cancellation)
    {
        var reports = ImmutableArray.CreateBuilder<TimingReport>();
        foreach (string network in networks)
        {
            foreach (IBackend backend in backends)
            {
                if (terminal.ShowsProgress) terminal.Error.WriteLine($"{reports.Count + 1}/{networks.Count * backends.Count} {backend.Name}: {network}");
                reports.Add(TimingReport.Parse(await Output(Arguments(network, backend, options, plan), cancellation)));
            }
        }

        // The best that any of the processes measured is the machine's peak: work of others lowers it, nothing raises it.
        MachineFacts machine = reports.MaxBy(report => report.Machine.PeakGflops)!.Machine;
        return new TimingReport(machine, [.. reports.SelectMany(report => report.Timings)]);
    }

    private static string[] Arguments(string network, IBackend backend, CompileOptions options, SamplingPlan plan) =>
    [
        "bench", BenchCommand.Alone, "--networks", network, "--threads", Text(options.ThreadCount), "--samples", Text(plan.LeastSamples),
        "--backend", .. backend.Name.Split(" (")[0].Split(' '),
    ];

    private static async Task<string> Output(string[] arguments, CancellationToken cancellation)
    {
        using Process process = Process.Start(OwnProcess.Start("refcnn", arguments))!;
        try
        {
            string output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == ExitCode.Good ? output : throw new RefCnnException($"refcnn {string.Join(' ', arguments)} ended with {process.ExitCode}; what it wrote says why");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
