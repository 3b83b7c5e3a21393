using System.Collections.Immutable;
using System.Text.RegularExpressions;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance;

/// <summary>What the linter asks of all cases of a kind together.</summary>
public static partial class KindRules
{
    /// <summary>What a kind lacks.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="cases">Its readable cases.</param>
    /// <param name="pages">The directory of the kinds' documentation.</param>
    internal static IEnumerable<string> Faults(string kind, ImmutableArray<VectorCase> cases, string pages)
    {
        // An input only hands on what the caller gave: the network's tests cover it.
        if (kind == "input" && cases.Length == 0) yield break;
        foreach ((SourceKind source, string name) in new[] { (SourceKind.HandWorked, "hand-worked"), (SourceKind.External, "external") })
        {
            if (!cases.Any(vector => vector.Source.Kind == source && vector.Expected is Expectation.Valid))
                yield return $"has no {name} case; expected one, because the reference's own numbers do not test the reference";
        }

        ImmutableArray<VectorCase> sums = [.. cases.Where(IsSumOfProducts)];
        if (sums.Length > 0 && !sums.Any(vector => vector.Flags.Contains("FullMantissa")))
            yield return "has no case flagged FullMantissa; expected one, because silent half precision shows nowhere else";

        if (!File.Exists(PageOf(kind, pages)))
        {
            yield return $"its page docs/layers/{kind}.md is missing";
            yield break;
        }

        ImmutableSortedSet<string> listed = ConstraintsOf(kind, pages);
        ImmutableSortedSet<string> refused = [.. cases.Select(vector => vector.Expected).OfType<Expectation.Invalid>().Select(invalid => invalid.Rule)];
        foreach (string rule in listed.Except(refused)) yield return $"has no case that {rule} refuses; its page lists that constraint";
        foreach (string rule in refused.Except(listed)) yield return $"has a case that {rule} refuses, but its page lists no such constraint";
    }

    /// <summary>The constraints that a kind's page numbers.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="pages">The directory of the kinds' documentation.</param>
    /// <exception cref="RefCnnException">The page is missing.</exception>
    public static ImmutableSortedSet<string> ConstraintsOf(string kind, string pages)
    {
        string page = PageOf(kind, pages);
        if (!File.Exists(page)) throw new RefCnnException($"{page}: the page of kind '{kind}' is missing");
        return [.. File.ReadLines(page).Select(line => ConstraintRow().Match(line)).Where(row => row.Success).Select(row => row.Groups[1].Value)];
    }

    private static string PageOf(string kind, string pages) => Path.Combine(pages, $"{kind}.md");

    private static bool IsSumOfProducts(VectorCase vector)
    {
        try
        {
            vector.Layer.InferShape([.. vector.Inputs.Select(input => input.Shape)]);
            return vector.Layer.AccuracyFor([.. vector.Inputs.Select(input => input.Shape)]) is Accuracy.SumOfProducts;
        }
        catch (LayerRuleException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^\|[\s*`]*(C[0-9]{1,2})\b")]
    private static partial Regex ConstraintRow();
}
