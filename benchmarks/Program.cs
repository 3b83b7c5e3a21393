using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RefCnn.Accelerate;
using RefCnn.Benchmarks;
using RefCnn.Core;
using RefCnn.Formats.CSource.Native;
using RefCnn.Networks;

var threads = new Option<int>("--threads") { Description = "Threads of both engines.", DefaultValueFactory = _ => 1 };
var networks = new Option<string[]>("--networks") { Description = "Networks of the zoo; all by default.", AllowMultipleArgumentsPerToken = true };
var engine = new Option<string>("--engine") { Description = "Our engine: accelerate, or c or c:plain, the code that `refcnn convert` writes.", DefaultValueFactory = _ => "accelerate" };
engine.AcceptOnlyFromAmong("accelerate", "c", "c:plain");
var json = new Option<FileInfo?>("--json") { Description = "Where to write the results as JSON." };
var profile = new Option<bool>("--profile") { Description = "Also show where our time goes, step by step." };

var race = new Command("race", "Times one of our engines and ONNX Runtime in turn, in one process, and shows the ratio of their times.") { threads, networks, engine, json, profile };
race.SetAction(parsed =>
{
    string[] names = parsed.GetValue(networks) is { Length: > 0 } chosen ? chosen : [.. Zoo.All.Select(network => network.Name)];
    IBackend ours = parsed.GetRequiredValue(engine) switch
    {
        "c" => new CSourceBackend(),
        "c:plain" => new CSourceBackend(plain: true),
        _ => new AccelerateBackend(),
    };
    var results = new List<RaceResult>();
    foreach (string name in names)
    {
        RaceResult result = Race.Run(Zoo.Find(name).Build(), ours, parsed.GetValue(threads));
        results.Add(result);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Network,-14} {result.OursMs,8:F2} ms  peer {result.PeerMs,8:F2} ms  ratio {result.Ratio:F2} ({result.RatioLow:F2} to {result.RatioHigh:F2})  compile {result.CompileMs:F0} ms  largest difference {result.Difference:E1} of the largest output"));
        if (parsed.GetValue(profile)) Profile.Print(Zoo.Find(name).Build(), parsed.GetValue(threads), Console.Out);
    }

    if (parsed.GetValue(json) is { } file) File.WriteAllText(file.FullName, JsonSerializer.Serialize(results, RaceJsonContext.Default.ListRaceResult));
});

return new RootCommand("Races RefCnn's fast engine against its peers.") { race }.Parse(args).Invoke();
