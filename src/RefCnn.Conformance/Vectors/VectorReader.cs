using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Serialization;

namespace RefCnn.Conformance;

/// <summary>Reads vector files; docs/vectors.md describes them. Strict: no unknown or repeated member, no comment, no trailing comma.</summary>
public static partial class VectorReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a case with its golden numbers.</summary>
    /// <param name="file">A file named <c>&lt;kind&gt;/&lt;case&gt;.json</c>.</param>
    /// <exception cref="RefCnnException">The file is not a vector, is yet to be rebuilt, or its .npy is not the one that it names.</exception>
    public static VectorCase Read(string file)
    {
        VectorDraft draft = ReadDraft(file);
        Expectation expected = draft.Expected switch
        {
            DraftExpectation.Literal literal => new Expectation.Valid(literal.Output),
            DraftExpectation.Golden golden => new Expectation.Valid(ReadGolden(draft, golden)),
            DraftExpectation.Invalid invalid => new Expectation.Invalid(invalid.Rule),
            _ => throw new RefCnnException($"{file}: $.expected: its numbers are not computed yet; run `refcnn vectors rebuild {draft.Layer.Kind}`"),
        };
        return new VectorCase(
            draft.Id, draft.Comment, draft.Flags, draft.Tier, draft.Source, draft.Layer, draft.Inputs, expected, draft.MistrustedBecause);
    }

    /// <summary>Reads what a file says, without the numbers beside it.</summary>
    internal static VectorDraft ReadDraft(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), Strict);
            return Parse(file, document.RootElement.Clone());
        }
        catch (JsonException fault)
        {
            throw new RefCnnException($"{file}: {fault.Message.ReplaceLineEndings(" ")}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefCnnException($"{file}: cannot be read: {fault.Message}", fault);
        }
    }

    private static VectorDraft Parse(string file, JsonElement root)
    {
        var members = StrictObject.Of(root, "$", "a vector");
        string id = members.Text("id"), place = $"{Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file)))}/{Path.GetFileNameWithoutExtension(file)}";
        if (id != place) throw StrictObject.Fault("$.id", $"is '{id}'; expected '{place}', the file's place");
        string comment = members.Text("comment");
        ImmutableArray<string> flags = [.. members.Items("flags").Select(item => item.Value.ValueKind == JsonValueKind.String
            ? item.Value.GetString()!
            : throw StrictObject.Fault(item.Path, "expected the name of a flag"))];
        Tier? tier = ReadTier(members);
        VectorSource source = ReadSource(members.Object("source"));

        var store = new VectorTensorStore(id, Path.GetDirectoryName(Path.GetFullPath(file)));
        Layer layer = At("$.layer", () => new LayerJson(store).Read(members.Take("layer")));
        if (id != $"{layer.Kind}/{Path.GetFileNameWithoutExtension(file)}")
            throw StrictObject.Fault("$.layer.kind", $"is '{layer.Kind}'; expected the kind that the identifier '{id}' names");
        ImmutableArray<Tensor<float>> inputs = [.. members.Items("inputs").Select(item => At(item.Path, () => store.Read(item.Value)))];
        DraftExpectation expected = ReadExpected(members.Object("expected"), Path.GetFileNameWithoutExtension(file));
        string? mistrusted = members.OptionalText("mistrustedBecause");
        members.RefuseOthers();

        Agree(tier, source, expected);
        return new VectorDraft(file, root, id, comment, flags, tier, source, layer, inputs, expected, mistrusted, [.. store.Names]);
    }

    private static Tier? ReadTier(StrictObject members) => members.OptionalText("tier") switch
    {
        null => null,
        "exact" => Tier.Exact,
        "bounded" => Tier.Bounded,
        var other => throw StrictObject.Fault("$.tier", $"is '{other}'; expected exact or bounded"),
    };

    private static VectorSource ReadSource(StrictObject members)
    {
        SourceKind kind = members.Text("kind") switch
        {
            "hand-worked" => SourceKind.HandWorked,
            "external" => SourceKind.External,
            "reference" => SourceKind.Reference,
            var other => throw StrictObject.Fault("$.source.kind", $"is '{other}'; expected hand-worked, external or reference"),
        };
        string detail = members.OptionalText("detail") ?? "";
        double rounding = members.Has("rounding") ? members.Double("rounding") : 0;
        members.RefuseOthers();
        if (!(rounding >= 0 && double.IsFinite(rounding))) throw StrictObject.Fault("$.source.rounding", $"is {rounding}; expected 0 or more");
        return new VectorSource(kind, detail, rounding);
    }

    private static DraftExpectation ReadExpected(StrictObject members, string name)
    {
        DraftExpectation expected;
        if (members.Has("rebuild"))
        {
            if (members.Take("rebuild").ValueKind != JsonValueKind.True) throw StrictObject.Fault("$.expected.rebuild", "expected true, or no such member");
            expected = new DraftExpectation.Rebuild();
        }
        else if (members.Has("invalid"))
        {
            string rule = members.Text("invalid");
            if (!Rule().IsMatch(rule)) throw StrictObject.Fault("$.expected.invalid", $"is '{rule}'; expected a constraint's label, e.g. C2");
            expected = new DraftExpectation.Invalid(rule);
        }
        else
        {
            Shape shape = members.Shape("shape");
            expected = members.Has("values") ? Literal(shape, members.Doubles("values")) : Golden(shape, members, name);
        }

        members.RefuseOthers();
        return expected;
    }

    private static DraftExpectation.Literal Literal(Shape shape, double[] values) => values.Length == shape.Count
        ? new(new Tensor<double>(shape, values))
        : throw StrictObject.Fault("$.expected.values", $"has {values.Length} values; expected {shape.Count} for {shape}");

    private static DraftExpectation.Golden Golden(Shape shape, StrictObject members, string name)
    {
        string golden = members.Text("file"), sha256 = members.Text("sha256");
        if (golden != $"{name}.npy") throw StrictObject.Fault("$.expected.file", $"is '{golden}'; expected '{name}.npy', beside the vector");
        if (!Digest().IsMatch(sha256)) throw StrictObject.Fault("$.expected.sha256", "expected 64 lower-case hexadecimal digits");
        return new DraftExpectation.Golden(shape, sha256);
    }

    // What the envelope's members demand of one another.
    private static void Agree(Tier? tier, VectorSource source, DraftExpectation expected)
    {
        bool invalid = expected is DraftExpectation.Invalid;
        if (invalid && tier is not null) throw StrictObject.Fault("$.tier", "a case that must be refused has no tier");
        if (!invalid && tier is null) throw StrictObject.Fault("$", "a vector has no 'tier'; expected exact or bounded");
        if (source.Kind == SourceKind.Reference && expected is DraftExpectation.Literal)
            throw StrictObject.Fault("$.expected", "the reference's numbers are kept in an .npy; write {\"rebuild\": true} and run `refcnn vectors rebuild`");
        if (source.Kind != SourceKind.Reference && expected is DraftExpectation.Rebuild or DraftExpectation.Golden)
            throw StrictObject.Fault("$.expected", "hand-worked and external numbers are written as 'values', for the reference must not compute them");
    }

    private static Tensor<double> ReadGolden(VectorDraft draft, DraftExpectation.Golden golden)
    {
        if (!File.Exists(draft.GoldenFile))
            throw new RefCnnException($"{draft.File}: $.expected.file: {Path.GetFileName(draft.GoldenFile)} is missing; run `refcnn vectors rebuild {draft.Layer.Kind}`");
        string sha256 = DigestOf(draft.GoldenFile);
        if (sha256 != golden.Sha256)
            throw new RefCnnException($"{draft.File}: $.expected.sha256: {Path.GetFileName(draft.GoldenFile)} has {sha256}; expected {golden.Sha256}");
        Tensor<double> output = NpyFile.Read(draft.GoldenFile).ToDouble();
        return output.Shape == golden.Shape
            ? output
            : throw new RefCnnException($"{draft.File}: $.expected.shape: {Path.GetFileName(draft.GoldenFile)} has {output.Shape}; expected {golden.Shape}");
    }

    /// <summary>The SHA-256 of a file in lower-case hexadecimal.</summary>
    internal static string DigestOf(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private static T At<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JsonException fault)
        {
            throw StrictObject.Fault(path + (fault.Path is { } below ? below.TrimStart('$') : ""), fault.Message);
        }
        catch (RefCnnException fault)
        {
            throw StrictObject.Fault(path, fault.Message);
        }
    }

    [GeneratedRegex("^C[0-9]{1,2}$")]
    private static partial Regex Rule();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Digest();
}
