using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

namespace RefCnn.Benchmarks.Figures;

/// <summary>A bar: its length, how far it varies, and what is written behind it.</summary>
/// <param name="Length">The length.</param>
/// <param name="Note">What is written behind it.</param>
/// <param name="Low">Where the variation begins; null where none is known.</param>
/// <param name="High">Where it ends.</param>
internal sealed record Bar(double Length, string Note, double? Low = null, double? High = null);

/// <summary>What bars at one place of each group are of.</summary>
/// <param name="Name">What.</param>
/// <param name="Colour">Their colour.</param>
internal sealed record BarSeries(string Name, string Colour);

/// <summary>Bars that belong together, one for each series; null where a series has none.</summary>
/// <param name="Name">What they are of.</param>
/// <param name="Bars">The bars.</param>
internal sealed record BarGroup(string Name, ImmutableArray<Bar?> Bars);

/// <summary>Groups of horizontal bars, drawn as SVG.</summary>
/// <param name="axis">What the lengths are.</param>
/// <param name="series">The series.</param>
/// <param name="groups">The groups, from the top.</param>
/// <param name="mark">A length that is marked by a line, with its name; or null.</param>
internal sealed class BarFigure(string axis, ImmutableArray<BarSeries> series, ImmutableArray<BarGroup> groups, (double Length, string Name)? mark = null)
{
    private const double Left = 190, Top = 58, Width = 440, Notes = 155, Thickness = 11, Gap = 9;

    /// <summary>The figure.</summary>
    public string Draw()
    {
        double groupHeight = (series.Length * Thickness) + Gap, height = groups.Length * groupHeight, step = Step(), largest = Math.Ceiling(Longest() / step) * step;
        double At(double length) => Left + (Width * length / largest);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Left + Width + Notes}\" height=\"{Top + height + 46}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        double legend = Left;
        for (int i = 0; i < series.Length; legend += 34 + (7 * series[i++].Name.Length))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{legend:F1}\" y=\"14\" width=\"12\" height=\"{Thickness}\" fill=\"{series[i].Colour}\"/>\n");
            Text(svg, legend + 18, 24, "start", series[i].Name);
        }

        for (int tick = 0; tick * step <= largest * 1.0001; tick++)
        {
            Line(svg, At(tick * step), Top, Top + height, "#ddd");
            Text(svg, At(tick * step), Top + height + 16, "middle", (tick * step).ToString("G4", CultureInfo.InvariantCulture));
        }

        for (int i = 0; i < groups.Length; i++)
        {
            double y = Top + (i * groupHeight) + (Gap / 2);
            Text(svg, Left - 10, y + (series.Length * Thickness / 2) + 4, "end", groups[i].Name);
            for (int j = 0; j < series.Length; j++, y += Thickness)
            {
                if (groups[i].Bars[j] is not { } bar) continue;
                svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"bar\" x=\"{Left}\" y=\"{y:F1}\" width=\"{At(bar.Length) - Left:F1}\" height=\"{Thickness - 1}\" fill=\"{series[j].Colour}\"/>\n");
                if (bar is { Low: { } low, High: { } high })
                    svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{At(low):F1} {y + 2:F1}v6m0 -3H{At(high):F1}m0 -3v6\" fill=\"none\" stroke=\"#333\"/>\n");
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + Width + 12}\" y=\"{y + 9:F1}\" font-size=\"10\" fill=\"#555\">{WebUtility.HtmlEncode(bar.Note)}</text>\n");
            }
        }

        if (mark is { } marked)
        {
            Line(svg, At(marked.Length), Top - 4, Top + height, "#c33");
            Text(svg, At(marked.Length), Top - 9, "middle", marked.Name);
        }

        Text(svg, Left + (Width / 2), Top + height + 36, "middle", axis);
        return svg.Append("</svg>\n").ToString();
    }

    private double Longest() => groups.SelectMany(group => group.Bars).OfType<Bar>().Select(bar => bar.High ?? bar.Length).Append(mark?.Length ?? 0).Max();

    // Ticks at 1, 2 or 5 times a power of ten: as few as show six or more, or nearly so.
    private double Step()
    {
        double least = Longest() / 9, power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * (least <= power ? 1 : least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10);
    }

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>\n");

    private static void Line(StringBuilder svg, double x, double from, double to, string colour) =>
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x:F1}\" y1=\"{from:F1}\" x2=\"{x:F1}\" y2=\"{to:F1}\" stroke=\"{colour}\"/>\n");
}
