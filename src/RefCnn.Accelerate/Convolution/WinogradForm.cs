using System.Collections.Immutable;
using RefCnn.Accelerate.Layouts;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Convolution;

/// <summary>
/// A convolution as sums of 3×3 convolutions with stride 1. With a stride, every sample and every output whose row and column are equal modulo it make a
/// picture of their own: a 4×4 convolution with stride 2 becomes four over four sources, a transposed one four for four targets. Taps that are missing are zeros.
/// </summary>
internal sealed class WinogradForm
{
    // 36 products instead of 144 must at least pay for the transforms.
    private const double LeastGain = 1.5;

    private readonly Size2D first;

    private WinogradForm(ImmutableArray<Phase> targets, ImmutableArray<Size2D> sources, Size2D first) => (Targets, Sources, this.first) = (targets, sources, first);

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
    public static WinogradForm? Of(ImmutableArray<Phase> phases)
    {
        List<Tap> taps = [.. phases.SelectMany(phase => phase.Taps)];
        if (taps.Count == 0) return null;
        Size2D stride = phases[0].InputStride;
        ImmutableArray<Size2D> sources = [.. taps.Select(tap => Source(tap, stride)).Distinct().OrderBy(source => source.Height).ThenBy(source => source.Width)];
        List<Size2D> places = [.. taps.Select(tap => Place(tap, stride))];
        var first = new Size2D(places.Min(place => place.Height), places.Min(place => place.Width));
        bool small = places.Max(place => place.Height) - first.Height < 3 && places.Max(place => place.Width) - first.Width < 3;
        double gain = taps.Count * 16 / (36.0 * sources.Length * phases.Length);
        return small && gain >= LeastGain ? new WinogradForm(phases, sources, first) : null;
    }

    /// <summary>The room that tiles at the edge read around the input.</summary>
    /// <param name="input">The input.</param>
    public Margins Margins(Shape input) => new(
        Math.Max(0, -Origin.Height),
        Math.Max(0, -Origin.Width),
        Math.Max(0, Origin.Height + (SourceStride.Height * ((Tiles.Height * WinogradStep.Side) + 2)) - input.Height),
        Math.Max(0, Origin.Width + (SourceStride.Width * ((Tiles.Width * WinogradStep.Side) + 2)) - input.Width));

    /// <summary>The 3×3 filter from a source to a target, as places in the kernel; −1 for a zero.</summary>
    /// <param name="target">The target.</param>
    /// <param name="source">The source.</param>
    /// <param name="kernelWidth">Columns of the kernel.</param>
    public int[] Filter(int target, int source, int kernelWidth)
    {
        int[] filter = new int[9];
        Array.Fill(filter, -1);
        foreach (Tap tap in Targets[target].Taps.Where(tap => Source(tap, SourceStride) == Sources[source]))
        {
            Size2D place = Place(tap, SourceStride);
            filter[((place.Height - first.Height) * 3) + place.Width - first.Width] = (tap.Row * kernelWidth) + tap.Column;
        }

        return filter;
    }

    private static int TilesAlong(int extent) => (extent + WinogradStep.Side - 1) / WinogradStep.Side;

    private static Size2D Source(Tap tap, Size2D stride) => new(Remainder(tap.Y, stride.Height), Remainder(tap.X, stride.Width));

    private static Size2D Place(Tap tap, Size2D stride) =>
        new((tap.Y - Remainder(tap.Y, stride.Height)) / stride.Height, (tap.X - Remainder(tap.X, stride.Width)) / stride.Width);

    private static int Remainder(int value, int divisor) => ((value % divisor) + divisor) % divisor;
}
