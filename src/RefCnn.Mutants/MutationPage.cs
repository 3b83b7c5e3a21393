using System.Globalization;
using System.Text;

namespace RefCnn.Mutants;

/// <summary>The page docs/mutants.md: the score of every vector set, and the catalogue.</summary>
public static class MutationPage
{
    private const double Narrow = 100;

    /// <summary>The page.</summary>
    /// <param name="report">The results of all mutants.</param>
    public static string Of(MutationReport report)
    {
        var page = new StringBuilder();
        page.Append(string.Create(CultureInfo.InvariantCulture, $"""
            # Mutants
            Who tests the tests? `refcnn mutants` injects each of these {FaultCatalogue.FaultCount} mistakes into a copy of an engine, in each kind of layer that it is written for, and runs the vectors on
            the {report.Results.Length} mutants. The copy keeps float32 between layers and is judged as a float32 engine, and outputs of a wrong shape are laid out to the right one: both make a mistake harder
            to catch. A mutant is killed where a case fails; *degraded* is no kill. Mistakes between layers are judged by whole networks ({string.Join(", ", MutantJudge.Networks)}).
            `refcnn mutants --markdown docs/mutants.md` writes this page.

            {report.Results.Length} mutants: {report.Killed} killed, {report.Survivors.Count()} survived, {report.Equivalent} equivalent.

            ## Score of each vector set
            | vectors | mutants | killed | equivalent | killed by one case only | narrowest kill (margin) |
            |---|---|---|---|---|---|

            """));
        foreach (var kind in report.Results.GroupBy(result => result.Mutant.Kind).OrderBy(group => group.Key, StringComparer.Ordinal)) page.Append(Row(kind.Key, [.. kind]));
        AppendList(page, "Survivors", report.Survivors.Select(Survivor));
        AppendList(page, "Narrow kills", report.Results.Where(result => result.Killed && result.StrongestMargin < Narrow).Select(result => $"`{result.Mutant.Id}`: margin {Text(result.StrongestMargin)} by {result.Kills[0].Case}"));
        AppendList(page, "Equivalent mutants", report.Results.Where(result => result.Equivalent).Select(result => $"`{result.Mutant.Id}`: {result.Mutant.EquivalentBecause}"));
        return page.Append("\n## The catalogue\n").Append(Catalogue()).ToString();
    }

    /// <summary>The part of the page that depends on the catalogue alone.</summary>
    public static string Catalogue()
    {
        var list = new StringBuilder();
        foreach (FaultFamily family in FaultCatalogue.Families)
        {
            list.Append(CultureInfo.InvariantCulture, $"\n### {family.Name}\nMade by {family.Maker}.\n\n");
            foreach (Fault fault in family.Faults) list.Append(CultureInfo.InvariantCulture, $"- `{fault.Name}` ({string.Join(", ", fault.Kinds)}): {fault.Sentence}\n");
        }

        return list.ToString();
    }

    private static string Row(string kind, MutantResult[] results)
    {
        MutantResult[] killed = [.. results.Where(result => result.Killed)];
        MutantResult? narrowest = killed.MinBy(result => result.StrongestMargin);
        string narrow = narrowest is null ? "–" : $"{Text(narrowest.StrongestMargin)} `{narrowest.Mutant.Fault.Name}`";
        return string.Create(CultureInfo.InvariantCulture,
            $"| {kind} | {results.Length} | {killed.Length} | {results.Count(result => result.Equivalent)} | {killed.Count(result => result.Kills.Length == 1)} | {narrow} |\n");
    }

    private static string Survivor(MutantResult result) => result.Degrades.IsEmpty
        ? $"`{result.Mutant.Id}`: {(result.Equivalent ? "is killed, so the argument that it is equivalent is wrong" : "no case notices it; the vectors lack one")}"
        : $"`{result.Mutant.Id}`: only degraded, by {string.Join(", ", result.Degrades)}";

    private static void AppendList(StringBuilder page, string heading, IEnumerable<string> lines)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {heading}\n");
        string[] all = [.. lines];
        foreach (string line in all) page.Append(CultureInfo.InvariantCulture, $"- {line}\n");
        if (all.Length == 0) page.Append("None.\n");
    }

    private static string Text(double margin) => double.IsFinite(margin) ? margin.ToString("G3", CultureInfo.InvariantCulture) : "∞";
}
