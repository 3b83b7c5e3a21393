using System.Globalization;
using System.Text;
using RefCnn.Conformance.Bounds;

namespace RefCnn.Conformance.FalseAlarms;

/// <summary>Draws the distributions of a report as SVG: the share of outputs, or of tensors, that lie beyond a place.</summary>
/// <param name="report">The report.</param>
public sealed class ToleranceFigure(FalseAlarmReport report)
{
    private const double Left = 64, Top = 24, Width = 560, Height = 300, Decades = 9, LargestError = 32, Gap = 12;

    // A letter is 0.5 to 0.6 of the font's size wide in the usual sans-serif fonts, on average.
    private const double FontSize = 12, LetterWidth = 0.6 * FontSize;

    private static readonly string[] Colours = ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#17becf", "#bcbd22", "#7f7f7f"];

    /// <summary>Errors ÷ σ of each engine, the largest that the limits' derivation lets be expected, and what it would be without the course of partial sums: 2 · exp(−t²/2).</summary>
    public string Errors()
    {
        var curves = ByEngine(tally => tally.Errors, EngineTally.ErrorStep);
        double[] places = [.. Enumerable.Range(0, 129).Select(i => i * LargestError / 128)];
        curves.Add(("bound", [.. places.Select(t => (t, DeviationLimits.Probability(t)))]));
        curves.Add(("bound of given partial sums", [.. places.Select(t => (t, Math.Min(1, 2 * Math.Exp(-t * t / 2))))]));
        return Draw("error ÷ σ", "share of outputs beyond", LargestError, 8, curves);
    }

    /// <summary>The largest error ÷ σ of each tensor as a share of its limit.</summary>
    public string Largest() => Draw("largest error ÷ its limit", "share of tensors beyond", 1.2, 6, ByEngine(tally => tally.Largests, EngineTally.ShareStep));

    /// <summary>The rms of error ÷ σ of each tensor as a share of its limit.</summary>
    public string RootMeanSquare() => Draw("rms of error ÷ σ, ÷ its limit", "share of tensors beyond", 1.2, 6, ByEngine(tally => tally.RootMeanSquares, EngineTally.ShareStep));

    private List<(string Name, (double X, double Y)[] Points)> ByEngine(Func<EngineTally, long[]> classes, double step)
    {
        var curves = new List<(string, (double, double)[])>();
        foreach (var engine in report.Engines.Where(tally => tally.Tensors > 0).GroupBy(tally => tally.Engine))
        {
            long[] sum = new long[classes(engine.First()).Length];
            foreach (long[] part in engine.Select(classes))
            {
                for (int i = 0; i < sum.Length; i++) sum[i] += part[i];
            }

            double all = sum.Sum(), left = all;
            var points = new List<(double, double)>();
            for (int i = 0; i < sum.Length && left > 0; left -= sum[i++]) points.Add((i * step, left / all));
            curves.Add((engine.Key, [.. points]));
        }

        return curves;
    }

    private static string Draw(string horizontal, string vertical, double largest, int ticks, List<(string Name, (double X, double Y)[] Points)> curves)
    {
        var svg = new StringBuilder();
        double legend = Math.Ceiling(LetterWidth * curves.Select(curve => curve.Name.Length).DefaultIfEmpty().Max());
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Left + Width + Gap + legend + Gap}\" height=\"{Top + Height + 60}\" font-family=\"sans-serif\" font-size=\"{FontSize}\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (int i = 0; i <= ticks; i++)
        {
            double x = Left + (Width * i / ticks);
            Line(svg, x, Top, x, Top + Height, "#ddd");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{Top + Height + 18}\" text-anchor=\"middle\">{largest * i / ticks:G3}</text>\n");
        }

        for (int decade = 0; decade <= Decades; decade++)
        {
            double y = Top + (Height * decade / Decades);
            Line(svg, Left, y, Left + Width, y, "#ddd");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 4:F1}\" text-anchor=\"end\">1e-{decade}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + (Width / 2)}\" y=\"{Top + Height + 42}\" text-anchor=\"middle\">{horizontal}</text>\n<text transform=\"translate(14 {Top + (Height / 2)}) rotate(-90)\" text-anchor=\"middle\">{vertical}</text>\n");
        for (int i = 0; i < curves.Count; i++)
        {
            string colour = curves[i].Name.StartsWith("bound", StringComparison.Ordinal) ? "black" : Colours[i % Colours.Length], dash = i >= Colours.Length || colour == "black" ? " stroke-dasharray=\"5 3\"" : "";
            var inside = curves[i].Points.Where(point => point.X <= largest && point.Y >= Math.Pow(10, -Decades));
            string points = string.Join(' ', inside.Select(point => string.Create(CultureInfo.InvariantCulture, $"{Left + (Width * point.X / largest):F1},{Top - (Height * Math.Log10(point.Y) / Decades):F1}")));
            double y = Top + 10 + (16 * i);
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"{dash}/>\n<text x=\"{Left + Width + Gap}\" y=\"{y}\" fill=\"{colour}\">{curves[i].Name}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2, string colour) =>
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:F1}\" y1=\"{y1:F1}\" x2=\"{x2:F1}\" y2=\"{y2:F1}\" stroke=\"{colour}\"/>\n");
}
