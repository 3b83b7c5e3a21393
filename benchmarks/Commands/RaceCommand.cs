using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RefCnn.Accelerate;
using RefCnn.Core;
using RefCnn.Formats.CSource.Native;
using RefCnn.Networks;

namespace RefCnn.Benchmarks.Commands;

/// <summary><c>race</c>: one of our engines against ONNX Runtime.</summary>
internal static class RaceCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="output">Where it writes.</param>
    public static Command Create(TextWriter output)
    {
        var threads = new Option<int>("--threads") { Description = "Threads of both engines.", DefaultValueFactory = _ => 1 };
        var networks = new Option<string[]>("--networks") { Description = "Networks of the zoo; all by default.", AllowMultipleArgumentsPerToken = true };
        var engine = new Option<string>("--engine") { Description = "Our engine: accelerate, or c or c:plain, the code that `refcnn convert` writes.", DefaultValueFactory = _ => "accelerate" };
        engine.AcceptOnlyFromAmong("accelerate", "c", "c:plain");
        var json = new Option<FileInfo>("--json") { Description = "Where to write the results as JSON.", DefaultValueFactory = _ => new FileInfo("race.json") };
        var memory = new Option<bool>("--memory") { Description = "Also measure the most memory that processes of either engine have." };
        var profile = new Option<bool>("--profile") { Description = "Also show where our time goes, step by step." };
        var gemm = new Option<GemmLibrary?>("--gemm") { Description = "Force what multiplies matrices in our engine." };
        var algorithm = new Option<Algorithm?>("--algorithm") { Description = "Force our engine's convolutions." };

        var command = new Command("race", "Times one of our engines and ONNX Runtime in turn, in one process, and shows the ratio of their times.") { threads, networks, engine, json, memory, profile, gemm, algorithm };
        command.SetAction(parsed =>
        {
            string[] names = parsed.GetValue(networks) is { Length: > 0 } chosen ? chosen : [.. Zoo.All.Select(network => network.Name)];
            var forced = new AccelerateOptions(parsed.GetValue(algorithm), parsed.GetValue(gemm));
            IBackend ours = parsed.GetRequiredValue(engine) switch
            {
                "c" => new CSourceBackend(),
                "c:plain" => new CSourceBackend(plain: true),
                _ => new AccelerateBackend(forced),
            };
            string file = parsed.GetRequiredValue(json).FullName;
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var results = new List<RaceResult>();
            foreach (string name in names)
            {
                Network network = Zoo.Find(name).Build();
                RaceResult result = Race.Run(network, ours, parsed.GetValue(threads));
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Network,-22} {result.OursMs,8:F2} ms  peer {result.PeerMs,8:F2} ms  ratio {result.Ratio:F2} ({result.RatioLow:F2} to {result.RatioHigh:F2})  compile {result.CompileMs:F0} ms, peer {result.PeerCompileMs:F0} ms  largest difference {result.Difference:E1} of the largest output"));
                if (parsed.GetValue(memory))
                {
                    result = result with { Memory = MemoryRace.Run(network, parsed.GetValue(threads)) };
                    output.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{"",-22} memory {result.Memory.OursMb:F0} MB, from a file {result.Memory.OursFromFileMb:F0} MB, peer from a file {result.Memory.PeerFromFileMb:F0} MB"));
                }

                results.Add(result);
                File.WriteAllText(file, JsonSerializer.Serialize(results, RaceJsonContext.Default.ListRaceResult));
                if (parsed.GetValue(profile)) Profile.Print(network, forced, parsed.GetValue(threads), output);
            }
        });
        return command;
    }
}
