using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace RefCnn.Benchmarks.Commands;

/// <summary>The whole command line.</summary>
internal static class BenchmarkCommands
{
    /// <summary>Makes it.</summary>
    /// <param name="output">Where its commands write.</param>
    public static RootCommand CreateRoot(TextWriter output) =>
        new("Races RefCnn's fast engine against its peers.") { RaceCommand.Create(output), FiguresCommand.Create(output), Kernels(), Watched() };

    private static Command Kernels()
    {
        var kernels = new Command("kernels", "Times products of matrices on sizes of convolutions, with BenchmarkDotNet.");
        kernels.SetAction(_ =>
        {
            // In this process: a project of BenchmarkDotNet's own making would not be let in to internal types.
            Job job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
            BenchmarkRunner.Run<GemmBenchmarks>(DefaultConfig.Instance.AddJob(job).AddColumn(new RateColumn()));
        });
        return kernels;
    }

    private static Command Watched()
    {
        var way = new Argument<string>("WAY");
        var threads = new Argument<int>("THREADS");
        var name = new Argument<string>("NETWORK");
        var file = new Argument<string?>("FILE") { Arity = ArgumentArity.ZeroOrOne };
        var watched = new Command(MemoryRace.Subcommand) { way, threads, name, file };
        watched.Hidden = true;
        watched.SetAction(parsed => MemoryRace.Watched(parsed.GetRequiredValue(way), parsed.GetValue(threads), parsed.GetRequiredValue(name), parsed.GetValue(file)));
        return watched;
    }
}
