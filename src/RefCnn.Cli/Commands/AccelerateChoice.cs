using System.CommandLine;
using RefCnn.Accelerate;
using RefCnn.Core;

namespace RefCnn.Cli.Commands;

/// <summary>The options that force the accelerate backend's hand: <c>--gemm</c> and <c>--algorithm</c>, for every command that takes a backend.</summary>
internal sealed class AccelerateChoice
{
    private readonly Option<string?> gemm = Words<GemmLibrary>("--gemm", "Force what multiplies matrices in accelerate's convolutions: {0}.", "LIBRARY");
    private readonly Option<string?> algorithm = Words<Algorithm>("--algorithm", "Force accelerate's convolutions, where it applies: {0}.", "NAME");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(gemm);
        command.Options.Add(algorithm);
    }

    /// <summary>The backends of those names, able to run here.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="names">Names of <see cref="BackendCatalog.Names"/>; none for those that run unnamed and can run here.</param>
    /// <exception cref="UsageException">Something is forced on accelerate, which is not among them.</exception>
    /// <exception cref="BackendException">One cannot run on this machine.</exception>
    public IReadOnlyList<IBackend> Demand(ParseResult parsed, params string[] names)
    {
        AccelerateOptions forced = Forced(parsed);
        if (names.Length > 0 && !names.Contains(BackendCatalog.Accelerate)) DemandNothingForced(parsed);
        return names.Length > 0
            ? [.. names.SelectMany(name => BackendCatalog.DemandForms(name, forced)).DistinctBy(backend => backend.Name)]
            : [.. BackendCatalog.All.Where(backend => backend.UnavailableReason is null).Select(backend => BackendCatalog.Demand(BackendCatalog.NameOf(backend), forced))];
    }

    /// <summary>Demands that nothing is forced on accelerate, because it does not take part.</summary>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="UsageException">Something is.</exception>
    public void DemandNothingForced(ParseResult parsed)
    {
        if (Forced(parsed) is var forced && forced != AccelerateOptions.Default) throw new UsageException($"{forced.Arguments} is for the backend accelerate; add --backend accelerate");
    }

    private AccelerateOptions Forced(ParseResult parsed) => new(Parse<Algorithm>(parsed.GetValue(algorithm)), Parse<GemmLibrary>(parsed.GetValue(gemm)));

    private static Option<string?> Words<T>(string name, string description, string each)
        where T : struct, Enum
    {
        string[] words = [.. Enum.GetNames<T>().Select(word => word.ToLowerInvariant())];
        var option = new Option<string?>(name) { Description = description.Replace("{0}", string.Join(", ", words), StringComparison.Ordinal), HelpName = each };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !words.Contains(result.Tokens[0].Value)) result.AddError($"{name} is '{result.Tokens[0].Value}'; expected one of {string.Join(", ", words)}");
        });
        return option;
    }

    private static T? Parse<T>(string? word)
        where T : struct, Enum => word is null ? null : Enum.Parse<T>(word, ignoreCase: true);
}
