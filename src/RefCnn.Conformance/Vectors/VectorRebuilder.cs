using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;
using RefCnn.Serialization;

namespace RefCnn.Conformance;

/// <summary>
/// Computes golden numbers afresh. Sums and products must come out bit for bit; kinds whose formulas call the platform's transcendental functions may be
/// 1 ulp of double away, and their files are then left as they are. Hand-worked and external numbers are never touched.
/// </summary>
public static class VectorRebuilder
{
    /// <summary>Rebuilds the layer vectors of a directory, or checks that a rebuild would change nothing.</summary>
    /// <param name="directory">The directory that holds <c>layers/</c>.</param>
    /// <param name="kinds">Only these kinds; none for all.</param>
    /// <param name="check">Writes nothing.</param>
    /// <returns>The differences, by file.</returns>
    /// <exception cref="RefCnnException">A file is not a vector, or the reference cannot compute its layer.</exception>
    public static ImmutableArray<VectorChange> Rebuild(string directory, IReadOnlyCollection<string> kinds, bool check) =>
        [.. VectorFiles.In(directory, kinds).SelectMany(file => Rebuild(file, check))];

    /// <summary>Rebuilds one file.</summary>
    /// <param name="file">The vector.</param>
    /// <param name="check">Writes nothing.</param>
    internal static ImmutableArray<VectorChange> Rebuild(string file, bool check)
    {
        VectorDraft draft = VectorReader.ReadDraft(file);
        var changes = new List<VectorChange>();
        JsonElement root = draft.Root;
        if (draft.Expected is DraftExpectation.Invalid invalid)
        {
            if (RefusalFault(draft, invalid.Rule) is { } fault) changes.Add(new VectorChange(draft.Id, fault, Written: false));
        }
        else if (draft.Source.Kind == SourceKind.Reference)
        {
            Tensor<double> output = Compute(draft);
            if (GoldenFault(draft, output) is { } difference)
            {
                if (!check) NpyFile.Write(draft.GoldenFile, NpyArray.Of(output));
                changes.Add(new VectorChange(draft.Id, difference, !check));
            }

            if (File.Exists(draft.GoldenFile)) root = WithGolden(draft, output.Shape);
        }

        string text = VectorWriter.Format(root);
        if (text != File.ReadAllText(file))
        {
            if (!check) AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
            if (changes.Count == 0) changes.Add(new VectorChange(draft.Id, "is not written in the canonical format", !check));
        }

        return [.. changes];
    }

    private static Tensor<double> Compute(VectorDraft draft)
    {
        if (draft.Layer is Input || !ReferenceEngine.HasKernel(draft.Layer.GetType()))
            throw new RefCnnException($"{draft.File}: the reference has no kernel for {draft.Layer.Kind}");
        try
        {
            // NumPy's NaN, so that the file's bytes do not depend on which NaN a processor makes.
            return ReferenceEngine.Compute(draft.Layer, ReferenceEngine.OperandsOf(draft.Layer, [.. draft.Inputs.Select(input => input.ToDouble())]))
                .Map(value => double.IsNaN(value) ? BitConverter.UInt64BitsToDouble(0x7FF8000000000000) : value);
        }
        catch (LayerRuleException refusal)
        {
            throw new RefCnnException($"{draft.File}: the layer is refused: {refusal.Message}", refusal);
        }
    }

    private static string? RefusalFault(VectorDraft draft, string rule)
    {
        try
        {
            Shape shape = draft.Layer.InferShape([.. draft.Inputs.Select(input => input.Shape)]);
            return $"gives {shape}; expected to be refused by {rule}";
        }
        catch (LayerRuleException refusal)
        {
            return refusal.Rule == rule ? null : $"is refused by {refusal.Rule} ({refusal.Message}); expected {rule}";
        }
    }

    private static string? GoldenFault(VectorDraft draft, Tensor<double> output)
    {
        if (draft.Expected is not DraftExpectation.Golden golden) return "has no golden numbers yet";
        if (!File.Exists(draft.GoldenFile)) return $"{Path.GetFileName(draft.GoldenFile)} is missing";
        if (VectorReader.DigestOf(draft.GoldenFile) != golden.Sha256) return $"{Path.GetFileName(draft.GoldenFile)} is not the file that sha256 names";
        Tensor<double> written = NpyFile.Read(draft.GoldenFile).ToDouble();
        if (written.Shape != golden.Shape || golden.Shape != output.Shape) return $"shape is {written.Shape}; computed {output.Shape}";

        long allowed = AllowedUlps(draft.Layer, draft.Inputs);
        for (int i = 0; i < output.Count; i++)
        {
            if (Ulps(written[i], output[i]) > allowed)
                return string.Create(CultureInfo.InvariantCulture, $"value {i} is {written[i]:R}; computed {output[i]:R}, more than {allowed} ulp away");
        }

        return null;
    }

    private static long AllowedUlps(Layer layer, ImmutableArray<Tensor<float>> inputs) =>
        layer.AccuracyFor([.. inputs.Select(input => input.Shape)]) is Accuracy.Conditioned or Accuracy.Rounded { Roundings: > 1 } ? 1 : 0;

    // Values of opposite sign, −0 and 0 among them, are never taken for one another.
    private static long Ulps(double left, double right)
    {
        if (double.IsNaN(left) || double.IsNaN(right)) return double.IsNaN(left) && double.IsNaN(right) ? 0 : long.MaxValue;
        if (double.IsNegative(left) != double.IsNegative(right)) return long.MaxValue;
        return Math.Abs(BitConverter.DoubleToInt64Bits(left) - BitConverter.DoubleToInt64Bits(right));
    }

    private static JsonElement WithGolden(VectorDraft draft, Shape shape)
    {
        JsonObject root = JsonObject.Create(draft.Root)!;
        root["expected"] = new JsonObject
        {
            ["shape"] = new JsonArray([.. shape.Extents.ToArray().Select(extent => (JsonNode)extent)]),
            ["file"] = Path.GetFileName(draft.GoldenFile),
            ["sha256"] = VectorReader.DigestOf(draft.GoldenFile),
        };
        return JsonDocument.Parse(root.ToJsonString()).RootElement;
    }
}
