using System.Collections.Immutable;
using RefCnn.Conformance.Bounds;
using RefCnn.Core;

namespace RefCnn.Conformance;

/// <summary>What the linter asks of a case by itself.</summary>
internal static class CaseRules
{
    private const int ShortestComment = 20;

    /// <summary>What is wrong with a case.</summary>
    /// <param name="vector">The case.</param>
    /// <param name="streamNames">The names of its seeded streams.</param>
    public static IEnumerable<string> Faults(VectorCase vector, ImmutableArray<string> streamNames)
    {
        string comment = vector.Comment;
        if (comment.Length < ShortestComment || !comment.EndsWith('.') || char.IsAsciiLetterLower(comment[0]))
            yield return $"comment is '{comment}'; expected a sentence of {ShortestComment} characters or more";
        foreach (string flag in vector.Flags.Where(flag => !VectorFlags.All.ContainsKey(flag)))
            yield return $"flag '{flag}' is unknown; expected one of {string.Join(", ", VectorFlags.All.Keys)}";
        if (!vector.Flags.SequenceEqual(vector.Flags.Distinct().Order(StringComparer.Ordinal)))
            yield return $"flags are {string.Join(", ", vector.Flags)}; expected them sorted, none twice";
        if (vector.Source.Kind != SourceKind.Reference && vector.Source.Detail.Trim().Length == 0)
            yield return "source has no detail; expected the working, or the source with its version";
        foreach (string name in streamNames.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key))
            yield return $"two seeded tensors are named '{name}', so that they have the same values; expected a name for each";

        if (vector.Expected is Expectation.Valid valid)
        {
            foreach (string fault in TierFaults(vector).Concat(MonotonyFaults(vector, valid.Output))) yield return fault;
        }
        else if (vector.MistrustedBecause is not null)
        {
            yield return "mistrustedBecause is given for a case that has no outputs; remove it";
        }
    }

    private static IEnumerable<string> TierFaults(VectorCase vector)
    {
        string? gap;
        try
        {
            vector.Layer.InferShape([.. vector.Inputs.Select(input => input.Shape)]);
            gap = TierProof.Gap(vector.Layer, vector.Inputs);
        }
        catch (LayerRuleException refusal)
        {
            return [$"is refused: {refusal.Message}; expected it to be computed, or \"invalid\": \"{refusal.Rule}\""];
        }

        bool exact = vector.Tier == Tier.Exact;
        if (exact && gap is not null) return [$"tier is exact, but {gap}"];
        if (exact && vector.Source.Rounding > 0) return ["tier is exact, but its numbers are rounded; expected bounded, or all digits"];
        return !exact && gap is null && vector.Source.Rounding == 0 && !vector.Flags.Contains("FullMantissa")
            ? ["tier is bounded, but every partial sum is exact in float32; expected exact"]
            : [];
    }

    private static IEnumerable<string> MonotonyFaults(VectorCase vector, Tensor<double> output)
    {
        bool monotonous = Trust.ProvesLittle(output);
        string share = $"{Trust.MostCommonShare(output) * 100:0} % of {output.Count} outputs are the same number";
        if (monotonous && vector.MistrustedBecause is null)
            yield return $"{share}, which proves little; vary the operands, or say why in mistrustedBecause";
        if (!monotonous && vector.MistrustedBecause is not null)
            yield return $"mistrustedBecause is given, but {share}, which is no cause; remove it";
    }
}
