using System.Collections.Immutable;
using RefCnn.Accelerate.Plan;
using RefCnn.Conformance;
using RefCnn.Conformance.Magnitudes;
using RefCnn.Core.Layers;
using RefCnn.CoreML;
using RefCnn.CoreML.Emit;
using RefCnn.CoreML.Lowering;
using RefCnn.Formats.CSource.Emitters;
using RefCnn.Formats.Onnx.Export;
using RefCnn.Mutants;
using RefCnn.Reference;
using RefCnn.Serialization;

namespace RefCnn.CompletenessTests;

/// <summary>One thing that a layer kind needs besides its record.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Place">The file or folder that a new kind's goes into.</param>
/// <param name="IsThere">Whether a kind has it.</param>
internal sealed record Piece(string Name, string Place, Func<LayerKind, bool> IsThere)
{
    /// <summary>All pieces, in the order of docs/adding-a-layer.md.</summary>
    public static ImmutableArray<Piece> All { get; } =
    [
        new("its JSON", "src/RefCnn.Serialization/Json/LayerJsonContext.cs", kind => LayerJsonContext.Default.GetTypeInfo(kind.Type) is not null),
        new("a reference kernel", "src/RefCnn.Reference/KernelTable.cs", kind => ReferenceEngine.HasKernel(kind.Type)),
        new("a sample to start vectors from", "src/RefCnn.Conformance/Vectors/SampleLayers.cs", kind => SampleLayers.All.ContainsKey(kind.Name)),
        new("a magnitude, if its accuracy is conditioned", "src/RefCnn.Conformance/Magnitudes/MagnitudeTable.cs", kind => !IsConditioned(kind) || MagnitudeTable.Has(kind.Type)),
        new("an accelerate kernel", "src/RefCnn.Accelerate/KernelTable.cs", kind => kind.Type == typeof(Input) || Accelerate.KernelTable.Has(kind.Type) || LayoutPass.Renames(kind.Type)),
        new("its C", "src/RefCnn.Formats/CSource/Emitters/LayerEmitters.cs", kind => LayerEmitters.Has(kind.Type)),
        new("its ONNX", "src/RefCnn.Formats/Onnx/Export/LayerExporters.cs", kind => LayerExporters.Has(kind.Type)),
        new("its layer of Core ML", "src/RefCnn.CoreML/Emit/NeuralNetworkTable.cs", kind => IsNoNodeOfCoreMl(kind) || NeuralNetworkTable.Has(kind.Type)),
        new("its operation of Core ML", "src/RefCnn.CoreML/Emit/ProgramTable.cs", kind => IsNoNodeOfCoreMl(kind) || ProgramTable.Has(kind.Type)),
        new("its name in the schema of vectors", "conformance/vectors/schema/layer-vector.schema.json", kind => Says("conformance/vectors/schema/layer-vector.schema.json", $"\"{kind.Name}\"")),
        new("its name in the schema of network files", "docs/formats/network.schema.json", kind => Says("docs/formats/network.schema.json", $"\"{kind.Name}\"")),
        new("a page", "docs/layers", kind => File.Exists(Path.Combine(Repository.Root, "docs", "layers", $"{kind.Name}.md"))),
        new("a row among the formats", "docs/formats.md", kind => Says("docs/formats.md", $"\n| {kind.Name} |")),
        new("vectors", "conformance/vectors/layers", kind => kind.Type == typeof(Input) || Directory.Exists(Path.Combine(Repository.Vectors, kind.Name))),
        new("two mistakes that vectors must catch", "src/RefCnn.Mutants/Faults", kind => FaultCatalogue.Mutants.Count(mutant => mutant.Kind == kind.Name && mutant.EquivalentBecause is null) >= 2),
        new("its formula in the oracle", "conformance/oracle/layers/__init__.py", kind => kind.Type == typeof(Input) || Says("conformance/oracle/layers/__init__.py", $"\n    \"{kind.Name}\":")),
    ];

    /// <summary>What a kind lacks, a line each.</summary>
    /// <param name="kind">The kind.</param>
    public static ImmutableArray<string> MissingOf(LayerKind kind) => [.. All.Where(piece => !piece.IsThere(kind)).Select(piece => $"{kind.Name} lacks {piece.Name}: {piece.Place}")];

    // Of a kind without a sample nothing is known yet.
    private static bool IsConditioned(LayerKind kind) => SampleOf(kind) is not { } sample || sample.Layer.AccuracyFor([.. sample.Inputs]) is Accuracy.Conditioned;

    // Inputs belong to a Core ML model's interface; a kind with a rule of lowering is made of other kinds.
    private static bool IsNoNodeOfCoreMl(LayerKind kind) =>
        kind.Type == typeof(Input) || LoweringTable.Has(kind.Type) || (SampleOf(kind) is { } sample && CoreMlSupport.UnsupportedReason(sample.Layer) is not null);

    private static SampleLayer? SampleOf(LayerKind kind) => SampleLayers.All.GetValueOrDefault(kind.Name);

    private static bool Says(string file, string text) => File.ReadAllText(Path.Combine(Repository.Root, file)).Contains(text, StringComparison.Ordinal);
}
