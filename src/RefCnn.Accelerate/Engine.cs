using RefCnn.Accelerate.Gemm;
using RefCnn.Accelerate.Simd;

namespace RefCnn.Accelerate;

/// <summary>What all steps of a plan compute with.</summary>
/// <param name="Unit">The vectors.</param>
/// <param name="Algorithm">The algorithm that is forced on convolutions, or null.</param>
/// <param name="Gemm">What multiplies matrices where convolutions are im2col; null where they choose for themselves.</param>
internal sealed record Engine(VectorUnit Unit, Algorithm? Algorithm, IGemm? Gemm)
{
    /// <summary>What multiplies matrices where a convolution cannot be computed on blocked tensors.</summary>
    public IGemm PlanarGemm => Gemm ?? GemmTable.Of(GemmLibrary.Managed);

    /// <summary>The engine of a backend. Where a matrix unit is reached only through a library, im2col is the choice.</summary>
    /// <param name="forced">What is forced.</param>
    public static Engine Of(AccelerateOptions forced)
    {
        bool free = forced is { Algorithm: null, Gemm: null } && GemmTable.Preferred != GemmLibrary.Managed;
        return new Engine(VectorUnit.Best, forced.Algorithm, free ? GemmTable.Of(GemmTable.Preferred) : forced.ForcedGemm);
    }
}
