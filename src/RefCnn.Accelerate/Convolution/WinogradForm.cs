using System.Collections.Immutable;
using RefCnn.Accelerate.Layouts;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Convolution;

/// <summary>
/// A convolution as sums of 3×3 convolutions with stride 1. With a stride, every sample and every output whose row and column are equal modulo it make a
/// picture of their own: a 4×4 convolution with stride 2 becomes four over four sources, a transposed one four for four targets. A larger kernel is cut into
/// parts of 3×3, each with a source that begins three samples later: 5×5 has four. Taps that are missing are zeros.
/// </summary>
internal sealed class WinogradForm
{
    // Fewer products must at least pay for the transforms.
    private const double LeastGain = 1.5;

    private const int FilterSide = WinogradTile.Taps;

    private readonly Size2D first;

    private WinogradForm(WinogradTile tile, ImmutableArray<Phase> targets, Size2D first)
    {
        (Tile, Targets, this.first) = (tile, targets, first);
        Sources = [.. targets.SelectMany(target => target.Taps).Select(Source).Distinct().OrderBy(source => source.Height).ThenBy(source => source.Width)];
    }

    /// <summary>The tiles that compute the 3×3 convolutions.</summary>
    public WinogradTile Tile { get; }

    /// <summary>The pictures that are written.</summary>
    public ImmutableArray<Phase> Targets { get; }

    /// <summary>First row and column of the pictures that are read.</summary>
    public ImmutableArray<Size2D> Sources { get; }

    /// <summary>From one row and column of a source to the next.</summary>
    public Size2D SourceStride => Targets[0].InputStride;

    /// <summary>Rows and columns of tiles.</summary>
    public Size2D Tiles => new(Targets.Max(target => TilesAlong(target.Size.Height)), Targets.Max(target => TilesAlong(target.Size.Width)));

    /// <summary>Where the first tile's patch begins in the input, for the first source: padding makes it negative.</summary>
    public Size2D Origin => new(first.Height * SourceStride.Height, first.Width * SourceStride.Width);

    /// <summary>The form of a convolution, or null where it has none or gains nothing.</summary>
    /// <param name="phases">The convolution's phases.</param>
    /// <param name="tile">The tiles.</param>
    public static WinogradForm? Of(ImmutableArray<Phase> phases, WinogradTile tile)
    {
        List<Tap> taps = [.. phases.SelectMany(phase => phase.Taps)];
        if (taps.Count == 0) return null;
        Size2D stride = phases[0].InputStride;
        var form = new WinogradForm(tile, phases, new Size2D(taps.Min(tap => Place(tap.Y, stride.Height)), taps.Min(tap => Place(tap.X, stride.Width))));
        double gain = (double)taps.Count * tile.Side * tile.Side / ((double)tile.Products * form.Sources.Length * phases.Length);
        return gain >= LeastGain ? form : null;
    }

    /// <summary>The room that tiles at the edge read around the input.</summary>
    /// <param name="input">The input.</param>
    public Margins Margins(Shape input) => new(
        Math.Max(0, -Origin.Height),
        Math.Max(0, -Origin.Width),
        Math.Max(0, Origin.Height + Sources.Max(source => source.Height) + (SourceStride.Height * ((Tiles.Height * Tile.Side) + 1)) + 1 - input.Height),
        Math.Max(0, Origin.Width + Sources.Max(source => source.Width) + (SourceStride.Width * ((Tiles.Width * Tile.Side) + 1)) + 1 - input.Width));

    /// <summary>The 3×3 filter from a source to a target, as places in the kernel; −1 for a zero.</summary>
    /// <param name="target">The target.</param>
    /// <param name="source">The source.</param>
    /// <param name="kernelWidth">Columns of the kernel.</param>
    public int[] Filter(int target, int source, int kernelWidth)
    {
        int[] filter = new int[FilterSide * FilterSide];
        Array.Fill(filter, -1);
        foreach (Tap tap in Targets[target].Taps.Where(tap => Source(tap) == Sources[source]))
        {
            int row = (Place(tap.Y, SourceStride.Height) - first.Height) % FilterSide, column = (Place(tap.X, SourceStride.Width) - first.Width) % FilterSide;
            filter[(row * FilterSide) + column] = (tap.Row * kernelWidth) + tap.Column;
        }

        return filter;
    }

    // Which sample of those that are equal modulo the stride a tap meets.
    private static int Place(int sample, int stride) => (sample - Remainder(sample, stride)) / stride;

    private static int Remainder(int value, int divisor) => ((value % divisor) + divisor) % divisor;

    // Where the first sample of the tap's part of the kernel lies, from the first that has place `first`.
    private static int Source(int sample, int stride, int first) => Remainder(sample, stride) + ((Place(sample, stride) - first) / FilterSide * FilterSide * stride);

    private Size2D Source(Tap tap) => new(Source(tap.Y, SourceStride.Height, first.Height), Source(tap.X, SourceStride.Width, first.Width));

    private int TilesAlong(int extent) => (extent + Tile.Side - 1) / Tile.Side;
}
