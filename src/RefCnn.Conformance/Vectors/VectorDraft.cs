using System.Collections.Immutable;
using System.Text.Json;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance;

/// <summary>A vector file as it is written: what is expected may still have to be computed or fetched from beside it.</summary>
/// <param name="File">The file.</param>
/// <param name="Root">Its JSON.</param>
/// <param name="Id">Kind and case.</param>
/// <param name="Comment">Why it exists.</param>
/// <param name="Flags">Names of flags, not yet checked.</param>
/// <param name="Tier">How outputs are compared; null for a case that must be refused.</param>
/// <param name="Source">Where the numbers come from.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Expected">What is written of the outcome.</param>
/// <param name="MistrustedBecause">Why the case is kept all the same, or null.</param>
/// <param name="StreamNames">The names of the seeded streams, in order.</param>
internal sealed record VectorDraft(
    string File,
    JsonElement Root,
    string Id,
    string Comment,
    ImmutableArray<string> Flags,
    Tier? Tier,
    VectorSource Source,
    Layer Layer,
    ImmutableArray<Tensor<float>> Inputs,
    DraftExpectation Expected,
    string? MistrustedBecause,
    ImmutableArray<string> StreamNames)
{
    /// <summary>The .npy file that belongs to it.</summary>
    public string GoldenFile => Path.ChangeExtension(File, ".npy");
}

/// <summary>The forms of <c>expected</c> in a vector file.</summary>
internal abstract record DraftExpectation
{
    private DraftExpectation()
    {
    }

    /// <summary>To be computed.</summary>
    public sealed record Rebuild : DraftExpectation;

    /// <summary>Numbers in the file itself.</summary>
    public sealed record Literal(Tensor<double> Output) : DraftExpectation;

    /// <summary>Numbers in an .npy file beside it.</summary>
    public sealed record Golden(Shape Shape, string Sha256) : DraftExpectation;

    /// <summary>A refusal.</summary>
    public sealed record Invalid(string Rule) : DraftExpectation;
}
