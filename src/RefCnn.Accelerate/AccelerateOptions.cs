using RefCnn.Accelerate.Gemm;

namespace RefCnn.Accelerate;

/// <summary>What is forced on the backend instead of its own choice. Layers that an algorithm does not apply to keep their own.</summary>
/// <param name="Algorithm">How convolutions are computed; null for the backend's choice.</param>
/// <param name="Gemm">Who multiplies matrices, which makes convolutions im2col; null for the backend's choice.</param>
public sealed record AccelerateOptions(Algorithm? Algorithm = null, GemmLibrary? Gemm = null)
{
    /// <summary>The backend chooses.</summary>
    public static AccelerateOptions Default { get; } = new();

    /// <summary>The words of <c>refcnn</c> for what is forced, e.g. <c>--gemm openblas</c>; empty where nothing is.</summary>
    public string Arguments => string.Join(' ', ((string?[])[
        Algorithm is { } algorithm ? $"--algorithm {Word(algorithm)}" : null,
        Gemm is { } gemm ? $"--gemm {Word(gemm)}" : null]).Where(argument => argument is not null));

    /// <summary>Why this cannot be had on this machine, or null where it can.</summary>
    public string? UnavailableReason => this switch
    {
        { Algorithm: not (null or Accelerate.Algorithm.Im2Col), Gemm: { } gemm } =>
            $"algorithm {Word(Algorithm.Value)} multiplies no matrices with {Word(gemm)}; leave one of the two out",
        { Gemm: { } gemm } => GemmTable.UnavailableReason(gemm),
        _ => null,
    };

    /// <summary>What computes products of matrices where im2col is forced, or null where it is not.</summary>
    internal IGemm? ForcedGemm => Algorithm is Accelerate.Algorithm.Im2Col || Gemm is not null ? GemmTable.Of(Gemm ?? GemmTable.Preferred) : null;

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
