using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using RefCnn.Conformance.Networks;
using RefCnn.Conformance.Reports;

namespace RefCnn.Cli;

/// <summary>
/// One of several parts into which a run's cases are divided, for machines that share the work. Cases are dealt out in turn like cards, layers before networks before their
/// certificates, so that every part has its share of what takes long; each part runs its cases on all backends.
/// </summary>
/// <param name="Number">Which part, from 1.</param>
/// <param name="Count">Of how many.</param>
internal sealed record Shard(int Number, int Count)
{
    private static readonly ImmutableArray<string> Last = [NetworkVerifier.Kind, NetworkCertificate.Kind, SharedModels.Kind];

    /// <summary>Makes the option.</summary>
    public static Option<string?> Option()
    {
        var option = new Option<string?>("--shard") { Description = "Verify only part K of N of the chosen cases, e.g. 2/4; `report` joins the parts' --json and says which are missing.", HelpName = "K/N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && Parse(result.Tokens[0].Value) is null) result.AddError($"--shard is '{result.Tokens[0].Value}'; expected K/N with K from 1 to N, e.g. 2/4");
        });
        return option;
    }

    /// <summary>Reads <c>K/N</c>; null where it is none.</summary>
    /// <param name="text">The text.</param>
    public static Shard? Parse(string? text)
    {
        string[] parts = text?.Split('/') ?? [];
        return parts.Length == 2 && Read(parts[0]) is { } number && Read(parts[1]) is { } count && number >= 1 && number <= count ? new Shard(number, count) : null;

        static int? Read(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
    }

    /// <summary>The cases of this part.</summary>
    /// <param name="cases">All cases, in the order of the run.</param>
    /// <exception cref="UsageException">There are fewer cases than parts.</exception>
    public HashSet<string> Of(IReadOnlyCollection<string> cases)
    {
        if (cases.Count < Count) throw new UsageException($"--shard {Number}/{Count}: only {cases.Count} cases are chosen; expected at most as many parts");
        return [.. cases.OrderBy(id => Last.IndexOf(id.Split('/')[0])).Where((_, place) => place % Count == Number - 1)];
    }

    /// <summary>What a report says of this part.</summary>
    /// <param name="cases">All cases.</param>
    /// <param name="backends">The backends.</param>
    public RunPart PartOf(IEnumerable<string> cases, IEnumerable<string> backends) => RunPart.Of(Number, Count, cases, backends);
}
