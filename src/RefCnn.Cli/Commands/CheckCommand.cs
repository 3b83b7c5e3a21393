using System.CommandLine;
using RefCnn.Cli.Exchange;
using RefCnn.Conformance;
using RefCnn.Conformance.Recorded;
using RefCnn.Core;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn check</c>: verdicts on outputs that an engine wrote elsewhere.</summary>
internal static class CheckCommand
{
    private static readonly PrecisionClass[] Precisions = [PrecisionClass.Float32, PrecisionClass.Float16, PrecisionClass.Float64];

    private static readonly Dictionary<string, SumAlgorithm> Sums = new()
    {
        ["plain"] = SumAlgorithm.Plain,
        ["winograd-2x2-3x3"] = SumAlgorithm.Winograd2x2Of3x3,
        ["winograd-4x4-3x3"] = SumAlgorithm.Winograd4x4Of3x3,
        ["winograd-2x2-2x2"] = SumAlgorithm.Winograd2x2Of2x2,
        ["winograd-4x4-2x2"] = SumAlgorithm.Winograd4x4Of2x2,
        ["unpublished"] = SumAlgorithm.Unpublished,
    };

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var outputs = new Option<string>("--outputs") { Description = "The folder of what the engine wrote: <case>/<output>.npy, as the manifest names them.", HelpName = "DIR", Required = true };
        Option<string?> vectors = SharedOptions.Vectors();
        var engine = new Option<string>("--engine-name") { Description = "The engine's name in the table.", HelpName = "N", DefaultValueFactory = _ => "engine" };
        var precision = new Option<string>("--precision") { Description = "How precisely the engine computes.", HelpName = "CLASS", DefaultValueFactory = _ => Precisions[0].Name };
        precision.AcceptOnlyFromAmong([.. Precisions.Select(known => known.Name)]);
        var sum = new Option<string>("--sum") { Description = "How it forms sums of products; only plain sums are asked for exact bits.", HelpName = "WAY", DefaultValueFactory = _ => "plain" };
        sum.AcceptOnlyFromAmong([.. Sums.Keys]);
        Option<string[]> layers = SharedOptions.Layers("Check"), networks = SharedOptions.Networks("Check");
        var verdicts = new VerdictChoice();
        var command = new ExampleCommand(
            "check",
            "Judges what an engine in any language computed of the cases that `refcnn vectors export` wrote, and exits with 1 where a verdict is fail. A missing output is one.",
            "check --vectors exported --outputs computed --engine-name mine",
            "check --vectors exported --outputs computed --layers conv2d --precision float16 --sum unpublished")
        {
            outputs,
            vectors,
            engine,
            precision,
            sum,
            layers,
            networks,
        };
        verdicts.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            PrecisionClass known = Precisions.First(known => known.Name == parsed.GetRequiredValue(precision)) with { Sums = Sums[parsed.GetRequiredValue(sum)] };
            var backend = new RecordedBackend(parsed.GetRequiredValue(engine), known, parsed.GetRequiredValue(outputs));
            if (backend.UnavailableReason is { } reason) throw new RefCnnException($"--outputs: {reason}");
            verdicts.DemandFolders(parsed);

            bool all = parsed.GetResult(layers) is null && parsed.GetResult(networks) is null;
            string directory = SharedOptions.VectorDirectory(parsed.GetValue(vectors));
            var cases = new RecordedCases(directory);
            var results = new List<CaseResult>();
            if (all || parsed.GetResult(layers) is not null) results.AddRange(RecordedCases.Judge(cases.Layers(parsed.GetValue(layers) ?? []), backend, cancellation));
            if (all || parsed.GetResult(networks) is not null) results.AddRange(cases.Judge(cases.Networks(parsed.GetValue(networks) ?? []), backend, cancellation));
            if (results.Count == 0) throw new RefCnnException($"{directory}: has no vectors; a verdict on nothing would prove nothing");

            return Task.FromResult(verdicts.Tell(parsed, terminal, new VerificationReport([.. results])));
        });
        return command;
    }
}
