using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Accelerate.Convolution;

/// <summary>Which convolutions are computed by Winograd's algorithm, and with which tiles.</summary>
internal static class Winograd
{
    // A machine of one core in multiplications a nanosecond and lane, and bytes a nanosecond from memory; only their ratio matters. Filters beyond the last cache are read from memory again
    // in every run.
    private const double LaneProducts = 6.25, Bytes = 25, CachedBytes = 4 << 20;

    // Transformed filters take 16/9 to 25/4 times the weights' memory. Each byte that they take more must save so many multiplications.
    private const double ProductsForByte = 12;

    /// <summary>The forms in which a convolution's phases are computed, or none where another algorithm is forced, or should be faster, or this one does not apply.</summary>
    /// <param name="phases">The convolution's phases.</param>
    /// <param name="weight">Its weights: one that is not finite would spread over a whole tile.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="site">Where it stands.</param>
    public static ImmutableArray<WinogradForm> Choose(ImmutableArray<Phase> phases, Tensor<float> weight, int groups, Site site)
    {
        if (groups != 1 && site.Input.Channels / groups % site.Engine.Unit.Width != 0) return [];
        ImmutableArray<WinogradForm>[] all = [.. WinogradTile.All.Where(tile => Allows(site.Engine.Algorithm, tile)).Select(tile => WinogradForm.Of(phases, tile)).Where(forms => !forms.IsEmpty)];
        if (all.Length == 0) return [];
        ImmutableArray<WinogradForm> forms = all.MinBy(forms => Cost(forms, weight, groups, site));
        bool chosen = site.Engine.Algorithm is not null || Cost(forms, weight, groups, site) < DirectCost(phases, weight, groups, site);
        return chosen && weight.Values.All(float.IsFinite) ? forms : [];
    }

    private static bool Allows(Algorithm? forced, WinogradTile tile) => forced switch
    {
        null or Algorithm.Winograd => true,
        Algorithm.Winograd2x2 => tile.Side == 2,
        Algorithm.Winograd4x4 => tile.Side == 4,
        _ => false,
    };

    private static double Cost(ImmutableArray<WinogradForm> forms, Tensor<float> weight, int groups, Site site)
    {
        double computing = 0, held = 0, inputs = Filled(site.Input.Channels / groups, site), outputs = Filled(site.Output.Channels / groups, site);
        foreach (WinogradForm form in forms)
        {
            double read = form.Sources.Length * inputs, tiles = (double)site.Output.Batch * groups * form.Tiles.Height * form.Tiles.Width;
            computing += Computing(form.Tile.Products * tiles * ((read * outputs) + (form.Tile.TransformProducts * site.Engine.Unit.Width * (read + outputs))), site);
            held += groups * form.Tile.Products * read * outputs;
        }

        return computing + Reading(held) + Computing(ProductsForByte * (held - weight.Count) * sizeof(float), site);
    }

    private static double DirectCost(ImmutableArray<Phase> phases, Tensor<float> weight, int groups, Site site)
    {
        double products = phases.Sum(phase => (double)phase.Taps.Length * phase.Size.Height * phase.Size.Width);
        return Computing(site.Output.Batch * products * site.Input.Channels * Filled(site.Output.Channels / groups, site), site) + Reading(weight.Count);
    }

    private static double Computing(double products, Site site) => products / (LaneProducts * site.Engine.Unit.Width);

    private static double Reading(double weights) => Math.Max(0, (weights * sizeof(float)) - CachedBytes) / Bytes;

    private static double Filled(int channels, Site site) => (channels + site.Engine.Unit.Width - 1) / site.Engine.Unit.Width * site.Engine.Unit.Width;
}
