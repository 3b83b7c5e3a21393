using System.Collections.Immutable;
using RefCnn.Accelerate.Kernels;
using RefCnn.Accelerate.Layouts;
using RefCnn.Accelerate.Simd;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Convolution;

/// <summary>Convolutions, plain and transposed, on blocked tensors.</summary>
internal static class BlockedConvolution
{
    // Padding wider than the picture is for planar kernels, which need no room for it.
    private const int MarginShare = 4, MarginPixels = 4096;

    /// <summary>Whether groups are whole blocks, or there is but one.</summary>
    /// <param name="groups">How many groups.</param>
    /// <param name="inputsPerGroup">Input channels of a group.</param>
    /// <param name="outputsPerGroup">Output channels of a group.</param>
    /// <param name="unit">The vectors.</param>
    public static bool Fits(int groups, int inputsPerGroup, int outputsPerGroup, VectorUnit unit) =>
        inputsPerGroup > 0 && (groups == 1 || (inputsPerGroup % unit.Width == 0 && outputsPerGroup % unit.Width == 0));

    /// <summary>What a convolution needs, or null where its padding is too wide.</summary>
    /// <param name="phases">Its phases.</param>
    /// <param name="weight">Its weights.</param>
    /// <param name="kernel">Height and width of its kernel.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="site">Where it stands.</param>
    public static BlockedDemand? Demand(ImmutableArray<Phase> phases, Tensor<float> weight, Size2D kernel, int groups, Site site)
    {
        ImmutableArray<WinogradForm> winograd = Tiles(phases, weight, kernel, groups, site);
        bool rowSums = winograd.IsEmpty && RowSumStep.Pays(phases, kernel, groups, site);
        IEnumerable<Margins> needed = winograd.IsEmpty ? phases.Select(phase => phase.Margins(site.Input)) : winograd.Select(form => form.Margins(site.Input));
        Margins margins = needed.Aggregate(Margins.None, (all, margins) => all.Or(margins));
        long padded = ((long)site.Input.Height + margins.Top + margins.Bottom) * ((long)site.Input.Width + margins.Left + margins.Right);
        bool sane = padded <= ((long)MarginShare * site.Input.Height * site.Input.Width) + MarginPixels;
        return sane ? new BlockedDemand(margins, Converts: true, AnyLanes: groups == 1 && winograd.IsEmpty, PlanarOutput: rowSums) : null;
    }

    /// <summary>Prepares the computation.</summary>
    /// <param name="phases">The convolution's phases.</param>
    /// <param name="weight">Its weights as the layer has them.</param>
    /// <param name="kernel">Height and width of its kernel.</param>
    /// <param name="foldedWeights">Folds a norm into its weights, one row an output.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="operands">Blocked input and output.</param>
    public static Step Prepare(ImmutableArray<Phase> phases, Tensor<float> weight, Size2D kernel, Func<Weights> foldedWeights, int groups, Operands operands)
    {
        var site = new Site([operands.Input.Shape], operands.Output.Shape, operands.Engine);
        if (Tiles(phases, weight, kernel, groups, site) is { IsEmpty: false } forms) return new WinogradStep(forms, kernel, foldedWeights(), groups, operands, Direct);
        return operands.Output.IsBlocked ? Direct() : new RowSumStep(phases, kernel, foldedWeights(), operands);

        DirectStep Direct() => new(phases, kernel, foldedWeights(), groups, operands, operands.Engine.Unit);
    }

    // Where row sums pay, they multiply less than tiles do that are only partly filled with outputs.
    private static ImmutableArray<WinogradForm> Tiles(ImmutableArray<Phase> phases, Tensor<float> weight, Size2D kernel, int groups, Site site) =>
        site.Engine.Algorithm is null && RowSumStep.Pays(phases, kernel, groups, site) ? [] : Winograd.Choose(phases, weight, groups, site);
}
