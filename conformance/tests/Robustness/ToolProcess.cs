using System.Diagnostics;
using System.Globalization;
using RefCnn.ConformanceTests.Cli;

namespace RefCnn.ConformanceTests.Robustness;

/// <summary>The tool as a process of its own, with temporary files in a folder of the test's.</summary>
/// <param name="folder">The folder.</param>
internal sealed class ToolProcess(string folder)
{
    private static readonly string Tool = Path.Combine(AppContext.BaseDirectory, "refcnn.dll");
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, string> environment = new() { ["TMPDIR"] = folder };

    /// <summary>Sets an environment variable.</summary>
    public ToolProcess With(string name, string value)
    {
        environment[name] = value;
        return this;
    }

    /// <summary>Runs the tool to its end.</summary>
    public Task<CliOutcome> RunAsync(params string[] arguments) => EndAsync(Start("dotnet", [Tool, .. arguments]));

    /// <summary>Runs the tool where no file may have more than some bytes, as on a full disk: writing fails, and no signal is sent.</summary>
    public Task<CliOutcome> RunWithoutRoomAsync(params string[] arguments) =>
        RunLimitedAsync("trap '' XFSZ; ulimit -f 1", arguments);

    /// <summary>Runs the tool until the system kills it, in the midst of the first file to get more than a megabyte.</summary>
    public Task<CliOutcome> RunUntilKilledAsync(params string[] arguments) =>
        RunLimitedAsync("ulimit -c 0; ulimit -f 2048", arguments);

    /// <summary>Runs the tool and presses Ctrl-C once it has computed for a while.</summary>
    public async Task<CliOutcome> InterruptAsync(params string[] arguments) =>
        (await InterruptAsync(process => process.TotalProcessorTime >= TimeSpan.FromSeconds(2), arguments)).Outcome;

    /// <summary>Runs the tool and presses Ctrl-C as soon as something is so.</summary>
    /// <returns>What came of it, and how long it took to end.</returns>
    public async Task<(CliOutcome Outcome, TimeSpan Taken)> InterruptAsync(Func<Process, bool> isSo, params string[] arguments)
    {
        Process process = Start("dotnet", [Tool, .. arguments]);

        // Nothing is awaited until it has ended: what follows an await waits for a thread that other tests may hold for longer than the tool takes.
        while (!process.HasExited && !isSo(process)) Thread.Sleep(5);
        var clock = Stopwatch.StartNew();
        Send(process, "INT");
        process.WaitForExit(MostTime);
        clock.Stop();
        return (await EndAsync(process), clock.Elapsed);
    }

    // .NET writes the code that it compiles through a file in memory, for which a limit of files counts too, unless it is told not to.
    private Task<CliOutcome> RunLimitedAsync(string limits, string[] arguments) =>
        EndAsync(With("DOTNET_EnableWriteXorExecute", "0").Start("sh", ["-c", $"{limits}; exec \"$@\"", "sh", "dotnet", Tool, .. arguments]));

    private static void Send(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task<CliOutcome> EndAsync(Process process)
    {
        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(MostTime);
            return new CliOutcome(process.ExitCode, await output, await error);
        }
    }
}
