using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using RefCnn.Accelerate;
using RefCnn.Benchmarks;
using RefCnn.Core;
using RefCnn.Formats.CSource.Native;
using RefCnn.Networks;

var threads = new Option<int>("--threads") { Description = "Threads of both engines.", DefaultValueFactory = _ => 1 };
var networks = new Option<string[]>("--networks") { Description = "Networks of the zoo; all by default.", AllowMultipleArgumentsPerToken = true };
var engine = new Option<string>("--engine") { Description = "Our engine: accelerate, or c or c:plain, the code that `refcnn convert` writes.", DefaultValueFactory = _ => "accelerate" };
engine.AcceptOnlyFromAmong("accelerate", "c", "c:plain");
var json = new Option<FileInfo>("--json") { Description = "Where to write the results as JSON.", DefaultValueFactory = _ => new FileInfo("race.json") };
var memory = new Option<bool>("--memory") { Description = "Also measure the most memory that processes of either engine have." };
var profile = new Option<bool>("--profile") { Description = "Also show where our time goes, step by step." };
var gemm = new Option<GemmLibrary?>("--gemm") { Description = "Force what multiplies matrices in our engine." };
var algorithm = new Option<Algorithm?>("--algorithm") { Description = "Force our engine's convolutions." };

var race = new Command("race", "Times one of our engines and ONNX Runtime in turn, in one process, and shows the ratio of their times.") { threads, networks, engine, json, memory, profile, gemm, algorithm };
race.SetAction(parsed =>
{
    string[] names = parsed.GetValue(networks) is { Length: > 0 } chosen ? chosen : [.. Zoo.All.Select(network => network.Name)];
    var forced = new AccelerateOptions(parsed.GetValue(algorithm), parsed.GetValue(gemm));
    IBackend ours = parsed.GetRequiredValue(engine) switch
    {
        "c" => new CSourceBackend(),
        "c:plain" => new CSourceBackend(plain: true),
        _ => new AccelerateBackend(forced),
    };
    var results = new List<RaceResult>();
    foreach (string name in names)
    {
        Network network = Zoo.Find(name).Build();
        RaceResult result = Race.Run(network, ours, parsed.GetValue(threads));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Network,-22} {result.OursMs,8:F2} ms  peer {result.PeerMs,8:F2} ms  ratio {result.Ratio:F2} ({result.RatioLow:F2} to {result.RatioHigh:F2})  compile {result.CompileMs:F0} ms, peer {result.PeerCompileMs:F0} ms  largest difference {result.Difference:E1} of the largest output"));
        if (parsed.GetValue(memory))
        {
            result = result with { Memory = MemoryRace.Run(network, parsed.GetValue(threads)) };
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{"",-22} memory {result.Memory.OursMb:F0} MB, from a file {result.Memory.OursFromFileMb:F0} MB, peer from a file {result.Memory.PeerFromFileMb:F0} MB"));
        }

        results.Add(result);
        File.WriteAllText(parsed.GetRequiredValue(json).FullName, JsonSerializer.Serialize(results, RaceJsonContext.Default.ListRaceResult));
        if (parsed.GetValue(profile)) Profile.Print(network, forced, parsed.GetValue(threads), Console.Out);
    }
});

var kernels = new Command("kernels", "Times products of matrices on sizes of convolutions, with BenchmarkDotNet.");
kernels.SetAction(_ =>
{
    // In this process: a project of BenchmarkDotNet's own making would not be let in to internal types.
    Job job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
    BenchmarkRunner.Run<GemmBenchmarks>(DefaultConfig.Instance.AddJob(job).AddColumn(new RateColumn()));
});

var way = new Argument<string>("WAY");
var watchedThreads = new Argument<int>("THREADS");
var watchedName = new Argument<string>("NETWORK");
var watchedFile = new Argument<string?>("FILE") { Arity = ArgumentArity.ZeroOrOne };
var watched = new Command(MemoryRace.Subcommand) { way, watchedThreads, watchedName, watchedFile };
watched.Hidden = true;
watched.SetAction(parsed => MemoryRace.Watched(parsed.GetRequiredValue(way), parsed.GetValue(watchedThreads), parsed.GetRequiredValue(watchedName), parsed.GetValue(watchedFile)));

return new RootCommand("Races RefCnn's fast engine against its peers.") { race, kernels, watched }.Parse(args).Invoke();
