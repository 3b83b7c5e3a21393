using System.Collections.Immutable;
using System.Reflection;
using RefCnn.Conformance;
using RefCnn.Core.Layers;

namespace RefCnn.Cli.Coverage;

/// <summary>One thing that vectors must show, and those that do.</summary>
/// <param name="Kind">The layer kind.</param>
/// <param name="Subject">A parameter, <c>constraint</c>, or <c>flag</c>.</param>
/// <param name="Value">What of it.</param>
/// <param name="Cases">The names of the cases that show it.</param>
internal sealed record CoverageRow(string Kind, string Subject, string Value, ImmutableArray<string> Cases)
{
    /// <summary>What no vector shows.</summary>
    public bool IsGap => Cases.IsEmpty;
}

/// <summary>Which vector covers what of each layer kind: its parameters' values, the constraints that its page numbers, extreme numbers, and other flags.</summary>
internal static class VectorCoverage
{
    // Numbers that every kind must be shown to take: its page says what comes of them.
    private static readonly string[] ExtremeNumbers = ["Infinity", "LargeMagnitude", "NaN", "NegativeZero", "Subnormal"];

    /// <summary>Examines the vectors.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="pages">The directory of the kinds' pages.</param>
    /// <exception cref="Core.RefCnnException">A page is missing.</exception>
    public static ImmutableArray<CoverageRow> Of(VectorSet vectors, string pages) =>
        [.. LayerKinds.All.Where(kind => kind.Type != typeof(Input)).SelectMany(kind => Of(kind, [.. vectors.OfKind(kind.Name)], pages))];

    private static IEnumerable<CoverageRow> Of(LayerKind kind, VectorCase[] cases, string pages)
    {
        VectorCase[] computed = [.. cases.Where(vector => vector.Expected is Expectation.Valid)];
        yield return Row("kind", "computed", computed);
        foreach ((PropertyInfo property, ParameterAspect aspect) in ParameterAspect.Of(kind))
        {
            yield return Row(aspect.Parameter, aspect.Value, computed.Where(vector => aspect.Holds(property.GetValue(vector.Layer))));
            if (aspect.Demanded) yield return Row(aspect.Parameter, "given otherwise", computed.Where(vector => !ParameterAspect.Same(property.GetValue(vector.Layer), property.GetValue(computed[0].Layer))));
        }

        foreach (string rule in KindRules.ConstraintsOf(kind.Name, pages))
            yield return Row("constraint", rule, cases.Where(vector => vector.Expected is Expectation.Invalid invalid && invalid.Rule == rule));
        foreach (string flag in cases.SelectMany(vector => vector.Flags).Union(ExtremeNumbers).Order(StringComparer.Ordinal))
            yield return Row("flag", flag, cases.Where(vector => vector.Flags.Contains(flag)));

        CoverageRow Row(string subject, string value, IEnumerable<VectorCase> covering) =>
            new(kind.Name, subject, value, [.. covering.Select(vector => vector.Id[(kind.Name.Length + 1)..])]);
    }
}
