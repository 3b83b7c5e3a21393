using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Accelerate.Convolution;

/// <summary>Which convolutions are computed by Winograd's algorithm.</summary>
internal static class Winograd
{
    // A machine of one core in multiplications a nanosecond and bytes a nanosecond from memory; only their ratio matters. A transformed vector costs about
    // as much as so many multiplications of vectors, and filters beyond the last cache are read from memory again in every run.
    private const double Products = 100, Bytes = 25, TransformProducts = 5, CachedBytes = 4 << 20;

    // Transformed filters take four to nine times the memory, for which a few hundredths of the time do not pay.
    private const double LeastSaving = 0.07;

    /// <summary>The form in which a convolution is computed, or null where another algorithm is forced, or should be faster, or this one does not apply.</summary>
    /// <param name="phases">The convolution's phases.</param>
    /// <param name="weight">Its weights: one that is not finite would spread over a whole tile.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="site">Where it stands.</param>
    public static WinogradForm? Choose(ImmutableArray<Phase> phases, Tensor<float> weight, int groups, Site site)
    {
        if (groups != 1 || site.Engine.Algorithm is not (null or Algorithm.Winograd)) return null;
        if (WinogradForm.Of(phases) is not { } form) return null;
        bool chosen = site.Engine.Algorithm is Algorithm.Winograd || Time(form, site) < (1 - LeastSaving) * DirectTime(phases, weight, site);
        return chosen && weight.Values.All(float.IsFinite) ? form : null;
    }

    private static double Time(WinogradForm form, Site site)
    {
        double tiles = (double)site.Output.Batch * form.Tiles.Height * form.Tiles.Width;
        double inputs = form.Sources.Length * Filled(site.Input.Channels, site), outputs = form.Targets.Length * Filled(site.Output.Channels, site);
        return (36 * tiles * ((inputs * outputs) + (TransformProducts * site.Engine.Unit.Width * (inputs + outputs))) / Products) + Reading(36 * inputs * outputs);
    }

    private static double DirectTime(ImmutableArray<Phase> phases, Tensor<float> weight, Site site)
    {
        double products = phases.Sum(phase => (double)phase.Taps.Length * phase.Size.Height * phase.Size.Width);
        return (site.Output.Batch * products * site.Input.Channels * Filled(site.Output.Channels, site) / Products) + Reading(weight.Count);
    }

    private static double Reading(double weights) => Math.Max(0, (weights * sizeof(float)) - CachedBytes) / Bytes;

    private static double Filled(int channels, Site site) => (channels + site.Engine.Unit.Width - 1) / site.Engine.Unit.Width * site.Engine.Unit.Width;
}
