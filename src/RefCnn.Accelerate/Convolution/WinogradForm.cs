using System.Collections.Immutable;
using RefCnn.Accelerate.Layouts;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Convolution;

/// <summary>
/// A phase of a convolution as a sum of t×t convolutions with stride 1, as many as it has sources: samples whose row and column are equal modulo the phase's stride, from the
/// first that the first output reads on. A 4×4 convolution with stride 2 becomes four of 2×2; a transposed one has four phases of 2×2, each with a source. What a source has more than t taps of
/// is cut into parts, each with a source that begins t samples later: 5×5 has four of 3×3. Taps that are missing are zeros.
/// </summary>
internal sealed class WinogradForm
{
    // Fewer products must at least pay for the transforms.
    private const double LeastGain = 1.5;

    private readonly Dictionary<Tap, (Size2D Source, int Place)> places = [];

    private WinogradForm(WinogradTile tile, Phase target)
    {
        (Tile, Target) = (tile, target);
        Dictionary<int, (int First, int Place)> rows = Split(target.Taps.Select(tap => tap.Y), target.InputStride.Height, tile.Taps);
        Dictionary<int, (int First, int Place)> columns = Split(target.Taps.Select(tap => tap.X), target.InputStride.Width, tile.Taps);
        foreach (Tap tap in target.Taps) places[tap] = (new Size2D(rows[tap.Y].First, columns[tap.X].First), (rows[tap.Y].Place * tile.Taps) + columns[tap.X].Place);
        Sources = [.. places.Values.Select(place => place.Source).Distinct().OrderBy(source => source.Height).ThenBy(source => source.Width)];
    }

    /// <summary>The tiles that compute the convolutions.</summary>
    public WinogradTile Tile { get; }

    /// <summary>The outputs.</summary>
    public Phase Target { get; }

    /// <summary>Row and column of each source's first sample: padding makes them negative.</summary>
    public ImmutableArray<Size2D> Sources { get; }

    /// <summary>Rows and columns of tiles.</summary>
    public Size2D Tiles => new(TilesAlong(Target.Size.Height), TilesAlong(Target.Size.Width));

    /// <summary>The forms of a convolution's phases; none where tiles do not suit it, or gain nothing.</summary>
    /// <param name="phases">The convolution's phases.</param>
    /// <param name="tile">The tiles.</param>
    public static ImmutableArray<WinogradForm> Of(ImmutableArray<Phase> phases, WinogradTile tile)
    {
        if (phases.IsEmpty || phases.Any(phase => phase.Taps.IsEmpty)) return [];
        bool small = phases.All(phase => Reach(phase.Taps.Select(tap => tap.Y), phase.InputStride.Height) <= 2 && Reach(phase.Taps.Select(tap => tap.X), phase.InputStride.Width) <= 2);
        if (small != (tile.Taps == 2)) return [];
        ImmutableArray<WinogradForm> forms = [.. phases.Select(phase => new WinogradForm(tile, phase))];
        double gain = (double)phases.Sum(phase => phase.Taps.Length) * tile.Side * tile.Side / ((double)tile.Products * forms.Sum(form => form.Sources.Length));
        return gain >= LeastGain ? forms : [];
    }

    /// <summary>The room that tiles at the edge read around the input.</summary>
    /// <param name="input">The input.</param>
    public Margins Margins(Shape input) => new(
        Math.Max(0, -Sources.Min(source => source.Height)),
        Math.Max(0, -Sources.Min(source => source.Width)),
        Math.Max(0, Sources.Max(source => source.Height) + Read(Tiles.Height, Target.InputStride.Height) - input.Height),
        Math.Max(0, Sources.Max(source => source.Width) + Read(Tiles.Width, Target.InputStride.Width) - input.Width));

    /// <summary>The filter of a source, as places in the kernel; −1 for a zero.</summary>
    /// <param name="source">The source.</param>
    /// <param name="kernelWidth">Columns of the kernel.</param>
    public int[] Filter(int source, int kernelWidth)
    {
        int[] filter = new int[Tile.Taps * Tile.Taps];
        Array.Fill(filter, -1);
        foreach ((Tap tap, (Size2D of, int place)) in places)
        {
            if (of == Sources[source]) filter[place] = (tap.Row * kernelWidth) + tap.Column;
        }

        return filter;
    }

    // Each sample that the first output reads: the first of its source, and its place among the taps.
    private static Dictionary<int, (int First, int Place)> Split(IEnumerable<int> samples, int stride, int taps)
    {
        var split = new Dictionary<int, (int First, int Place)>();
        foreach (IGrouping<int, int> remainder in samples.Distinct().GroupBy(sample => Remainder(sample, stride)))
        {
            int first = remainder.Min();
            foreach (int sample in remainder)
            {
                (int part, int place) = Math.DivRem((sample - first) / stride, taps);
                split[sample] = (first + (part * taps * stride), place);
            }
        }

        return split;
    }

    // From the first tap of a source to its last.
    private static int Reach(IEnumerable<int> samples, int stride) =>
        samples.GroupBy(sample => Remainder(sample, stride)).Max(remainder => ((remainder.Max() - remainder.Min()) / stride) + 1);

    private static int Remainder(int value, int divisor) => ((value % divisor) + divisor) % divisor;

    // Samples from the first that tiles read of a source to the last.
    private int Read(int tiles, int stride) => (((tiles * Tile.Side) + Tile.Taps - 2) * stride) + 1;

    private int TilesAlong(int extent) => (extent + Tile.Side - 1) / Tile.Side;
}
