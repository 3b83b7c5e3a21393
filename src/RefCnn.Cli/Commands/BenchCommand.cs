using System.CommandLine;
using RefCnn.Conformance.Timings;
using RefCnn.Core;
using RefCnn.Networks;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn bench</c>: how fast backends run the networks of the zoo.</summary>
internal static class BenchCommand
{
    /// <summary>The hidden option by which a process of one measurement is told from the one that starts it.</summary>
    public const string Alone = "--alone";

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var networks = new Option<string[]>("--networks")
        {
            Description = "Time these networks of the zoo; all where none is named.",
            HelpName = "NAME",
            Arity = ArgumentArity.ZeroOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        networks.Validators.Add(SharedOptions.DemandNetworks);
        Option<string[]> backends = SharedOptions.Backends();
        backends.Description = $"These engines, of {string.Join(", ", BackendCatalog.Names)}; otherwise {BackendCatalog.Accelerate}.";
        var choice = new AccelerateChoice();
        Option<int> threads = SharedOptions.Threads();
        var samples = new Option<int>("--samples") { Description = "At least so many runs of each, and at least for a second.", HelpName = "N", DefaultValueFactory = _ => new SamplingPlan().LeastSamples };
        samples.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int count) && count < 1) result.AddError($"--samples is {count}; expected 1 or more");
        });
        var json = new Option<string?>("--json") { Description = "Write the timings, every sample among them, to this file too.", HelpName = "FILE" };
        Option<bool> quiet = SharedOptions.Quiet("nothing but errors; the timings go to --json");
        var alone = new Option<bool>(Alone) { Hidden = true };
        var command = new ExampleCommand(
            "bench",
            "Times networks on backends, each in a process of its own: milliseconds, rate, share of the machine's measured peak, memory.",
            "bench --networks squeezenet resnet50 --threads 1",
            "bench --networks vgg16 --backend accelerate onnx-runtime --json timings.json",
            "bench --networks vgg16 --gemm openblas")
        {
            networks,
            backends,
            threads,
            samples,
            json,
            quiet,
            alone,
        };
        choice.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] named = parsed.GetValue(backends) is { Length: > 0 } given ? given : [BackendCatalog.Accelerate];
            string[] chosen = parsed.GetValue(networks) is { Length: > 0 } some ? [.. some.Distinct()] : [.. Zoo.All.Select(network => network.Name)];
            IReadOnlyList<IBackend> engines = choice.Demand(parsed, named);
            var options = new CompileOptions(parsed.GetValue(threads));
            var plan = new SamplingPlan(LeastSamples: parsed.GetValue(samples));
            if (parsed.GetValue(alone))
            {
                terminal.Output.Write(Measurement.Alone(chosen[0], engines[0], options, plan, terminal, cancellation).ToJson());
                return ExitCode.Good;
            }

            string? file = parsed.GetValue(json);
            if (file is not null) SharedOptions.DemandFolderOf(file, "--json");
            TimingReport report = await Measurement.EachInAProcess(chosen, engines, options, plan, terminal, cancellation);
            if (!parsed.GetValue(quiet)) TimingTable.Write(terminal, report);
            if (file is not null) report.Write(file);
            return ExitCode.Good;
        });
        return command;
    }
}
