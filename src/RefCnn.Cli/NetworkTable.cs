using System.Globalization;
using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using Spectre.Console;

namespace RefCnn.Cli;

/// <summary>Verdicts on networks for people: a row a network and backend, with the network's size beside the time that it took.</summary>
internal static class NetworkTable
{
    /// <summary>Writes the table; nothing where no network was judged.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="report">The verdicts.</param>
    /// <param name="directory">The directory of the vectors, which know the sizes.</param>
    public static void Write(Terminal terminal, VerificationReport report, string directory)
    {
        CaseResult[] cases = [.. report.Cases.Where(result => result.Kind is NetworkVerifier.Kind or NetworkCertificate.Kind)];
        if (cases.Length == 0) return;

        var table = new Table { Border = TableBorder.Simple };
        foreach (string heading in (string[])["network", "by", "backend"]) table.AddColumn(heading);
        foreach (string heading in (string[])["parameters", "GMAC", "ms", "margin"]) table.AddColumn(new TableColumn(heading) { Alignment = Justify.Right });
        table.AddColumn("verdict");
        foreach (CaseResult result in cases.OrderBy(result => result.Id[result.Id.IndexOf('/')..], StringComparer.Ordinal))
        {
            string name = result.Id[(result.Id.IndexOf('/') + 1)..];
            NetworkVector vector = NetworkVectorFiles.Read(directory, name);
            string[] row =
            [
                name,
                result.Kind == NetworkCertificate.Kind ? "layers" : "outputs",
                result.Backend,
                vector.Parameters.ToString("N0", CultureInfo.InvariantCulture),
                (vector.MultiplyAccumulates / 1e9).ToString("F2", CultureInfo.InvariantCulture),
                result.Milliseconds.ToString("F0", CultureInfo.InvariantCulture),
                result.Margin?.ToString("G3", CultureInfo.InvariantCulture) ?? "–",
                VerificationReport.Name(result.Verdict),
            ];
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        }

        terminal.Write(table);
    }
}
