using System.CommandLine;
using System.Globalization;
using System.Text;
using RefCnn.Accelerate;
using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Mutants;
using RefCnn.Serialization;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn mutants</c>: whether the vectors catch the mistakes of engines.</summary>
internal static class MutantsCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var filter = new Option<string?>("--filter") { Description = "Only mutants whose name contains this, e.g. conv2d/ or epsilon.", HelpName = "TEXT" };
        var list = new Option<bool>("--list") { Description = "List the mutants and their mistakes; run nothing." };
        var json = new Option<string?>("--json") { Description = "Write the results to this file too.", HelpName = "FILE" };
        var markdown = new Option<string?>("--markdown") { Description = "Write the page docs/mutants.md to this file; not together with --filter.", HelpName = "FILE" };
        Option<bool> quiet = SharedOptions.Quiet("only mutants that survive");
        Option<string> backend = SharedOptions.Backend();
        Option<string?> vectors = SharedOptions.Vectors();
        var command = new ExampleCommand(
            "mutants",
            "Injects mistakes into a copy of an engine and exits with 1 where the vectors do not catch one. Mistakes between layers go into a copy of accelerate, which computes whole networks.",
            "mutants",
            "mutants --list --filter conv2d/",
            "mutants --filter epsilon --json mutants.json")
        {
            filter,
            list,
            json,
            markdown,
            quiet,
            backend,
            vectors,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string text = parsed.GetValue(filter) ?? "";
            Mutant[] mutants = [.. FaultCatalogue.Mutants.Where(mutant => mutant.Id.Contains(text, StringComparison.Ordinal))];
            if (mutants.Length == 0) throw new UsageException($"--filter {text}: no mutant has that in its name; `refcnn mutants --list` lists them");
            if (parsed.GetValue(list)) return Task.FromResult(List(terminal, mutants));

            (string? file, string? page) = (parsed.GetValue(json), parsed.GetValue(markdown));
            if (page is not null && text.Length > 0) throw new UsageException("--markdown is for all mutants; leave out --filter");
            if (file is not null) SharedOptions.DemandFolderOf(file, "--json");
            if (page is not null) SharedOptions.DemandFolderOf(page, "--markdown");
            MutationReport report = Run(mutants, BackendCatalog.Demand(parsed.GetValue(backend)!, AccelerateOptions.Default), SharedOptions.VectorDirectory(parsed.GetValue(vectors)), terminal, cancellation);
            Tell(terminal, report, parsed.GetValue(quiet));
            if (file is not null) Write(file, report.ToJson());
            if (page is not null) Write(page, MutationPage.Of(report));
            return Task.FromResult(report.Survivors.Any() ? ExitCode.VerdictFailed : ExitCode.Good);
        });
        return command;
    }

    private static int List(Terminal terminal, Mutant[] mutants)
    {
        foreach (Mutant mutant in mutants) terminal.WriteLine($"{mutant.Id}: {mutant.Fault.Sentence}");
        return ExitCode.Good;
    }

    private static MutationReport Run(Mutant[] mutants, IBackend engine, string directory, Terminal terminal, CancellationToken cancellation)
    {
        using var status = new StatusLine(terminal);
        using var judge = new MutantJudge(engine, new AccelerateBackend(), VectorSet.Load(directory), directory);
        int done = 0;
        return new MutationReport(judge.Judge(mutants, Report, cancellation));

        void Report(MutantResult result)
        {
            lock (status) status.Report(++done, mutants.Length, result.Mutant.Id);
        }
    }

    private static void Tell(Terminal terminal, MutationReport report, bool onlySurvivors)
    {
        foreach (MutantResult survivor in report.Survivors)
            terminal.WriteLine($"survived {survivor.Mutant.Id}: {survivor.Mutant.Fault.Sentence}{(survivor.Degrades.IsEmpty ? "" : $" Only degraded, by {string.Join(", ", survivor.Degrades)}.")}");
        if (onlySurvivors) return;
        if (report.Results.Where(result => result.Killed).MinBy(result => result.StrongestMargin) is { } weakest)
            terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"weakest kill: {weakest.Mutant.Id} by {weakest.Kills[0].Case}, margin {weakest.StrongestMargin:G3}"));
        terminal.WriteLine($"mutants: {report.Results.Length}; {report.Killed} killed, {report.Survivors.Count()} survived, {report.Equivalent} equivalent");
    }

    private static void Write(string file, string text) => AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
