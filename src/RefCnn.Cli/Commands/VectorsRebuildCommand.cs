using System.CommandLine;
using RefCnn.Conformance;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn vectors rebuild</c>: computes the golden numbers afresh.</summary>
internal static class VectorsRebuildCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> kinds = SharedOptions.Kinds();
        Option<string?> vectors = SharedOptions.Vectors();
        Option<int> threads = SharedOptions.Threads();
        var networks = new Option<string[]>("--networks")
        {
            Description = "Rebuild the vectors of these networks of the zoo instead; of all where none is named.",
            HelpName = "NAME",
            Arity = ArgumentArity.ZeroOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        networks.Validators.Add(SharedOptions.DemandNetworks);
        var check = new Option<bool>("--check") { Description = "Write nothing; exit with 1 if a rebuild would change something." };
        var command = new ExampleCommand(
            "rebuild",
            "Computes the golden numbers of reference vectors afresh, and writes vector files in their canonical form. Exits with 1 where a difference is left that a person must decide on.",
            "vectors rebuild --check",
            "vectors rebuild conv2d",
            "vectors rebuild --networks squeezenet --check")
        {
            kinds,
            networks,
            threads,
            check,
            vectors,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string directory = SharedOptions.VectorDirectory(parsed.GetValue(vectors));
            if (parsed.GetResult(networks) is not null)
            {
                if (parsed.GetValue(kinds)!.Length > 0) throw new UsageException("KIND and --networks do not go together; name one or the other");
                var rebuild = new NetworkRebuild(directory, parsed.GetValue(check), parsed.GetValue(threads));
                return Task.FromResult(rebuild.Run(terminal, parsed.GetValue(networks)!, cancellation) ? ExitCode.Good : ExitCode.VerdictFailed);
            }

            var changes = VectorRebuilder.Rebuild(directory, parsed.GetValue(kinds)!, parsed.GetValue(check));
            foreach (VectorChange change in changes) terminal.WriteLine($"{change.Id}: {change.What}{(change.Written ? " (written)" : "")}");
            terminal.WriteLine($"{changes.Length} differences, {changes.Count(change => change.Written)} written");
            return Task.FromResult(changes.All(change => change.Written) ? ExitCode.Good : ExitCode.VerdictFailed);
        });
        return command;
    }
}
