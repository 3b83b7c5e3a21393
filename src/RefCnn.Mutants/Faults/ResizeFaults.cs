using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants.Faults;

/// <summary>Pictures sampled anew by another convention.</summary>
internal static class ResizeFaults
{
    public static FaultFamily Family { get; } = new(
        "resizing",
        "importers: every framework has conventions of its own",
        Taking("half-pixel-as-asymmetric", "Sample centres are at whole positions: i / s.", r => Mapped(r, ResizeCoordinates.HalfPixel, ResizeCoordinates.Asymmetric)),
        Taking("asymmetric-as-half-pixel", "Sample centres are at half positions: (i + ½) / s − ½.", r => Mapped(r, ResizeCoordinates.Asymmetric, ResizeCoordinates.HalfPixel)),
        Taking("corners-not-aligned", "First and last samples do not coincide.", r => Mapped(r, ResizeCoordinates.AlignCorners, ResizeCoordinates.HalfPixel)),
        Taking("corners-always-aligned", "First and last samples coincide although centres should.", r => Mapped(r, ResizeCoordinates.HalfPixel, ResizeCoordinates.AlignCorners)),
        Taking("single-sample-not-special", "An output of one sample is the middle, where PyTorch takes the first.", r => Mapped(r, ResizeCoordinates.PytorchHalfPixel, ResizeCoordinates.HalfPixel)),
        Taking("symmetry-forgotten", "The picture is not centred where part of it is dropped.", r => Mapped(r, ResizeCoordinates.HalfPixelSymmetric, ResizeCoordinates.HalfPixel)),
        Taking("nearest-shifted-by-half", "The nearest sample is taken by half-pixel positions, without TensorFlow's shift.", r => Mapped(r, ResizeCoordinates.HalfPixelForNearest, ResizeCoordinates.HalfPixel)),
        Taking("ties-up", "Half goes up.", r => Rounded(r, NearestRounding.RoundPreferFloor, NearestRounding.RoundPreferCeil)),
        Taking("ties-down", "Half goes down.", r => Rounded(r, NearestRounding.RoundPreferCeil, NearestRounding.RoundPreferFloor)),
        Taking("floor-as-nearest", "The sample below is taken only where it is nearer.", r => Rounded(r, NearestRounding.Floor, NearestRounding.RoundPreferFloor)),
        Taking("ceil-as-floor", "The sample below is taken for the one above.", r => Rounded(r, NearestRounding.Ceil, NearestRounding.Floor)),
        Taking("linear-for-cubic", "Cubic interpolation falls back to linear.", r => r.Interpolation == ResizeInterpolation.Cubic ? r with { Interpolation = ResizeInterpolation.Linear } : null),
        Taking("nearest-for-linear", "Linear interpolation falls back to the nearest sample.", r => r.Interpolation == ResizeInterpolation.Linear ? r with { Interpolation = ResizeInterpolation.Nearest, Antialias = false } : null),
        Taking("cubic-coefficient-of-tensorflow", "Keys' coefficient is −0.5.", r => r.Interpolation == ResizeInterpolation.Cubic && r.CubicCoefficient != -0.5 ? r with { CubicCoefficient = -0.5 } : null),
        Taking("outside-not-excluded", "Neighbours beyond the edge keep their weight.", r => r.ExcludeOutside ? r with { ExcludeOutside = false } : null),
        Taking("outside-always-excluded", "Neighbours beyond the edge lose their weight.", r => r.Interpolation != ResizeInterpolation.Cubic || r.ExcludeOutside ? null : r with { ExcludeOutside = true }),
        Taking("antialiasing-ignored", "A picture is shrunk without smoothing.", r => r.Antialias ? r with { Antialias = false } : null),
        Taking("scale-from-sizes", "Positions are mapped by size / extent, not by the scale that was asked for.", r => r.Scales is null ? null : r with { Scales = null }),
        Taking("extrapolation-is-zero", "Outside the picture is 0, whatever the value.", r => r.ExtrapolationValue == 0 ? null : r with { ExtrapolationValue = 0 }),
        Taking("region-axes-reversed", "The region's axes are counted from the last.", r => r.Region is { } region ? r with { Region = [.. region[..r.Sizes.Length].Reverse(), .. region[r.Sizes.Length..].Reverse()] } : null),
        Taking("region-ends-as-extents", "The region's ends are taken for extents.", r => r.Region is { } region ? r with { Region = [.. region.Select((end, i) => i < r.Sizes.Length ? end : end + region[i - r.Sizes.Length])] } : null),
        Fault.In<Resize>("nearest-neighbour-off-the-edge", "Interpolation beyond the last sample meets zero instead of the edge.", ZeroBeyondEdge));

    private static Fault Taking(string name, string sentence, Func<Resize, Layer?> change) => Fault.Taking(name, sentence, change);

    private static Resize? Mapped(Resize layer, ResizeCoordinates right, ResizeCoordinates wrong) => layer.Coordinates == right ? layer with { Coordinates = wrong } : null;

    private static Resize? Rounded(Resize layer, NearestRounding right, NearestRounding wrong) =>
        layer.Interpolation == ResizeInterpolation.Nearest && layer.Rounding == right ? layer with { Rounding = wrong } : null;

    // Weights of samples inside, as the picture of ones shows them when it is framed by zeros: linear on one axis at a time.
    private static Tensor<float>? ZeroBeyondEdge(Resize layer, Execution run)
    {
        if (layer.Interpolation != ResizeInterpolation.Linear || layer.Antialias || layer.Scales is not null || layer.Coordinates != ResizeCoordinates.HalfPixel) return null;
        return run.Output.AtPlaces(place => (float)(run.Output.At(place) * place.Select((i, axis) => Inside(i, run.Input.Shape[axis], layer.Sizes[axis])).Aggregate(1.0, (share, next) => share * next)));

        static double Inside(int i, int extent, int size)
        {
            double position = ((i + 0.5) * extent / size) - 0.5;
            return position < 0 ? 1 + position : position > extent - 1 ? extent - position : 1;
        }
    }
}
