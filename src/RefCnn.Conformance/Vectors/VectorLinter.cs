using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Serialization;

namespace RefCnn.Conformance;

/// <summary>Holds the vectors to what docs/vectors.md asks of them, beyond being readable.</summary>
public static class VectorLinter
{
    /// <summary>How large all vectors together may be, in bytes.</summary>
    public const long LargestSize = 20_000_000;

    /// <summary>Examines the layer vectors of a directory.</summary>
    /// <param name="directory">The directory that holds <c>layers/</c>.</param>
    /// <param name="pages">The directory of the kinds' documentation, <c>docs/layers</c>: its constraints are what must have refused cases.</param>
    /// <param name="kinds">Only these kinds; none for all, which also finds kinds that have no vectors.</param>
    /// <returns>The findings by file; none for a good set.</returns>
    /// <exception cref="RefCnnException">There is no such directory or kind.</exception>
    public static ImmutableArray<LintFinding> Lint(string directory, string pages, params IReadOnlyCollection<string> kinds)
    {
        var findings = new List<LintFinding>();
        var drafts = new List<VectorDraft>();
        var readable = new List<VectorCase>();
        foreach (string file in VectorFiles.In(directory, kinds))
        {
            try
            {
                VectorDraft draft = VectorReader.ReadDraft(file);
                VectorCase vector = VectorReader.Read(file);
                drafts.Add(draft);
                readable.Add(vector);
                findings.AddRange(CaseRules.Faults(vector, draft.StreamNames).Select(fault => new LintFinding(Relative(directory, file), fault)));
            }
            catch (RefCnnException fault)
            {
                string message = fault.Message.StartsWith($"{file}: ", StringComparison.Ordinal) ? fault.Message[(file.Length + 2)..] : fault.Message;
                findings.Add(new LintFinding(Relative(directory, file), message));
            }
        }

        findings.AddRange(Repeated(directory, drafts, draft => $"{draft.Layer.Kind}: {draft.Comment}", "has the same comment as"));
        findings.AddRange(Repeated(directory, drafts, Problem, "has the same layer and inputs as"));
        findings.AddRange(Orphans(directory, kinds));
        findings.AddRange(Oversize(directory));
        foreach (LayerKind kind in LayerKinds.All.Where(kind => kinds.Count == 0 || kinds.Contains(kind.Name)))
        {
            ImmutableArray<VectorCase> cases = [.. readable.Where(vector => vector.Kind == kind.Name)];
            findings.AddRange(KindRules.Faults(kind.Name, cases, pages).Select(fault => new LintFinding($"layers/{kind.Name}", fault)));
        }

        return [.. findings.OrderBy(finding => finding.File, StringComparer.Ordinal)];
    }

    private static IEnumerable<LintFinding> Repeated(string directory, List<VectorDraft> drafts, Func<VectorDraft, string> key, string what) =>
        drafts.GroupBy(key).SelectMany(group => group.Skip(1).Select(draft => new LintFinding(Relative(directory, draft.File), $"{what} {group.First().Id}")));

    // Layer and inputs with every value written out, so that a seeded and a literal tensor of the same values are the same.
    private static string Problem(VectorDraft draft)
    {
        var text = new StringBuilder(new LayerJson(new VectorTensorStore(draft.Id)).Write(draft.Layer).GetRawText());
        foreach (Tensor<float> input in draft.Inputs)
        {
            text.Append('\n').Append(input.Shape);
            foreach (float value in input.Span) text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static IEnumerable<LintFinding> Orphans(string directory, IReadOnlyCollection<string> kinds) =>
        Directory.GetFiles(Path.Combine(directory, "layers"), "*", SearchOption.AllDirectories)
            .Where(file => kinds.Count == 0 || kinds.Contains(Path.GetFileName(Path.GetDirectoryName(file))!))
            .Where(file => !IsPartOfCase(directory, file))
            .Select(file => new LintFinding(Relative(directory, file), "belongs to no case; remove it"));

    private static bool IsPartOfCase(string directory, string file)
    {
        if (Path.GetDirectoryName(Path.GetDirectoryName(file)) != Path.Combine(directory, "layers")) return false;
        if (Path.GetExtension(file) == ".json") return true;
        string vector = Path.ChangeExtension(file, ".json");
        if (Path.GetExtension(file) != ".npy" || !File.Exists(vector)) return false;
        try
        {
            return VectorReader.ReadDraft(vector).Expected is DraftExpectation.Golden or DraftExpectation.Rebuild;
        }
        catch (RefCnnException)
        {
            // The vector itself is a finding already.
            return true;
        }
    }

    private static IEnumerable<LintFinding> Oversize(string directory)
    {
        long size = Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        if (size > LargestSize) yield return new LintFinding("", $"the vectors are {size} bytes in all; expected at most {LargestSize}");
    }

    private static string Relative(string directory, string file) => Path.GetRelativePath(directory, file).Replace('\\', '/');
}
