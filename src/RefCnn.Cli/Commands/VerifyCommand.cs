using System.CommandLine;
using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Conformance.Scoreboard;
using RefCnn.Conformance.Timings;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn verify</c>: verdicts on vectors.</summary>
internal static class VerifyCommand
{
    private const string Sampled = "sampled";

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        Option<string[]> layers = SharedOptions.Layers("Verify"), networks = SharedOptions.Networks("Verify");
        var certify = new Option<string?>("--certify")
        {
            Description = "Certify networks layer by layer too: each layer of the backend against the reference on the backend's own inputs. With =sampled, on a sample of each layer's channels.",
            HelpName = "=sampled",
            Arity = ArgumentArity.ZeroOrOne,
        };
        certify.AcceptOnlyFromAmong(Sampled);
        var reproduce = new Option<string>("--reproduce")
        {
            Description = "With --certify: where the first layer of a network that fails is written as a vector by itself; nothing is, where none fails.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "refcnn-reproduce",
        };
        Option<string[]> backends = SharedOptions.Backends();
        var choice = new AccelerateChoice();
        Option<int> threads = SharedOptions.Threads();
        Option<string?> vectors = SharedOptions.Vectors();
        var json = new Option<string?>("--json") { Description = "Write the verdicts to this file too.", HelpName = "FILE" };
        var html = new Option<string?>("--html") { Description = "Write the verdicts as a page too: one file, for a browser.", HelpName = "FILE" };
        var timings = new Option<string?>("--timings") { Description = "With --html: timings that `bench --json` wrote, for the page.", HelpName = "FILE" };
        Option<string[]> cases = SharedOptions.Several("--case", "Verify only these cases, e.g. relu/special-values.", "ID", ArgumentArity.OneOrMore);
        var command = new ExampleCommand(
            "verify",
            "Judges backends on the vectors, and exits with 1 where a verdict is fail. Without options it covers the layers, the quick networks, and third-party models where their folder is found.",
            "verify",
            "verify --layers",
            "verify --networks squeezenet vgg16 --certify",
            "verify --networks vgg16 --certify=sampled --backend accelerate",
            "verify --layers conv2d relu --backend reference --json verdicts.json",
            "verify --layers --networks --certify --html scoreboard.html --timings timings.json",
            "verify --case relu/special-values")
        {
            layers,
            networks,
            certify,
            reproduce,
            backends,
            threads,
            vectors,
            json,
            html,
            timings,
            cases,
        };
        choice.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var request = new VerificationRequest(
                SharedOptions.VectorDirectory(parsed.GetValue(vectors)),
                ScopeOf(parsed.GetResult(layers) is not null, parsed.GetResult(networks) is not null),
                [.. parsed.GetValue(layers) ?? []],
                [.. parsed.GetValue(networks) ?? []],
                [.. parsed.GetValue(cases) ?? []],
                [.. choice.Demand(parsed, parsed.GetValue(backends) ?? [])],
                parsed.GetValue(threads),
                parsed.GetResult(certify) is not null,
                parsed.GetValue(certify) == Sampled ? new ChannelSample() : null,
                parsed.GetRequiredValue(reproduce));
            if (request.Certify && !request.Scope.HasFlag(VerificationScope.Networks)) throw new UsageException("--certify is for networks; add --networks, with or without names");
            string? file = parsed.GetValue(json);
            if (file is not null) SharedOptions.DemandFolderOf(file, "--json");
            string? page = parsed.GetValue(html), timed = parsed.GetValue(timings);
            if (page is not null) SharedOptions.DemandFolderOf(page, "--html");
            if (timed is not null && page is null) throw new UsageException("--timings is for the page; add --html");
            TimingReport? measured = timed is null ? null : TimingReport.Parse(File.ReadAllText(timed));

            VerificationReport report = request.Run(terminal, cancellation);
            NetworkTable.Write(terminal, report, request.Directory);
            VerdictTable.Write(terminal, report);
            if (file is not null) report.Write(file);
            if (page is not null) ScoreboardPage.Write(page, "RefCnn scoreboard", new ScoreboardMachine(Environment.MachineName, report, measured));
            return Task.FromResult(report.Failed ? ExitCode.VerdictFailed : ExitCode.Good);
        });
        return command;
    }

    private static VerificationScope ScopeOf(bool layers, bool networks) => (layers, networks) switch
    {
        (false, false) => VerificationScope.Layers | VerificationScope.QuickNetworks | VerificationScope.Models,
        (true, false) => VerificationScope.Layers,
        (false, true) => VerificationScope.Networks,
        (true, true) => VerificationScope.Layers | VerificationScope.Networks,
    };
}
