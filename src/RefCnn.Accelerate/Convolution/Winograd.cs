using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Accelerate.Convolution;

/// <summary>Which convolutions are computed by Winograd's algorithm, and with which tiles.</summary>
internal static class Winograd
{
    // A machine of one core in multiplications a nanosecond and lane, and bytes a nanosecond from memory; only their ratio matters. Filters beyond the last cache are read from memory again
    // in every run.
    private const double LaneProducts = 6.25, Bytes = 25, CachedBytes = 4 << 20;

    // Transformed filters take 16/9 to nine times the weights' memory. Each time that size beyond the first must pay with so much of the time.
    private const double MemoryShare = 0.03;

    /// <summary>The form in which a convolution is computed, or null where another algorithm is forced, or should be faster, or this one does not apply.</summary>
    /// <param name="phases">The convolution's phases.</param>
    /// <param name="weight">Its weights: one that is not finite would spread over a whole tile.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="site">Where it stands.</param>
    public static WinogradForm? Choose(ImmutableArray<Phase> phases, Tensor<float> weight, int groups, Site site)
    {
        if (groups != 1) return null;
        WinogradForm? form = Tiles(site.Engine.Algorithm).Select(tile => WinogradForm.Of(phases, tile)).OfType<WinogradForm>().MinBy(form => Cost(form, weight, site));
        if (form is null) return null;
        bool chosen = site.Engine.Algorithm is not null || Cost(form, weight, site) < DirectCost(phases, weight, site);
        return chosen && weight.Values.All(float.IsFinite) ? form : null;
    }

    private static WinogradTile[] Tiles(Algorithm? forced) => forced switch
    {
        null or Algorithm.Winograd => [WinogradTile.TwoByTwo, WinogradTile.FourByFour],
        Algorithm.Winograd2x2 => [WinogradTile.TwoByTwo],
        Algorithm.Winograd4x4 => [WinogradTile.FourByFour],
        _ => [],
    };

    private static double Cost(WinogradForm form, Tensor<float> weight, Site site)
    {
        double tiles = (double)site.Output.Batch * form.Tiles.Height * form.Tiles.Width;
        double inputs = form.Sources.Length * Filled(site.Input.Channels, site), outputs = form.Targets.Length * Filled(site.Output.Channels, site);
        double multiplied = (inputs * outputs) + (form.Tile.TransformProducts * site.Engine.Unit.Width * (inputs + outputs)), filters = form.Tile.Products * inputs * outputs;
        return (Computing(form.Tile.Products * tiles * multiplied, site) + Reading(filters)) * (1 + (MemoryShare * ((filters / weight.Count) - 1)));
    }

    private static double DirectCost(ImmutableArray<Phase> phases, Tensor<float> weight, Site site)
    {
        double products = phases.Sum(phase => (double)phase.Taps.Length * phase.Size.Height * phase.Size.Width);
        return Computing(site.Output.Batch * products * site.Input.Channels * Filled(site.Output.Channels, site), site) + Reading(weight.Count);
    }

    private static double Computing(double products, Site site) => products / (LaneProducts * site.Engine.Unit.Width);

    private static double Reading(double weights) => Math.Max(0, (weights * sizeof(float)) - CachedBytes) / Bytes;

    private static double Filled(int channels, Site site) => (channels + site.Engine.Unit.Width - 1) / site.Engine.Unit.Width * site.Engine.Unit.Width;
}
