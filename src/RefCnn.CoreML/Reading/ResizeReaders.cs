using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;
using InterpolationMode = RefCnn.CoreML.Schema.UpsampleLayerParams.Types.InterpolationMode;
using LinearUpsampleMode = RefCnn.CoreML.Schema.UpsampleLayerParams.Types.LinearUpsampleMode;
using Method = RefCnn.CoreML.Schema.SamplingMode.Types.Method;

namespace RefCnn.CoreML.Reading;

/// <summary>Sampling anew.</summary>
internal static class ResizeReaders
{
    /// <summary>upsample: samples repeated, or a straight line between them in one of three conventions.</summary>
    public static void Upsample(LayerReading reading)
    {
        UpsampleLayerParams stored = reading.Layer.Upsample;
        Size2D plane = reading.Plane;
        bool fractional = stored.FractionalScalingFactor.Count > 0;
        if (fractional && stored.FractionalScalingFactor.Count != 2) throw reading.Refuse("has no two fractional factors");
        Size2D whole = Windows.Size(reading, stored.ScalingFactor, "scalingFactor", 1);
        (double rows, double columns) = fractional ? (stored.FractionalScalingFactor[0], stored.FractionalScalingFactor[1]) : (whole.Height, whole.Width);
        var size = new Size2D((int)Math.Floor(plane.Height * rows), (int)Math.Floor(plane.Width * columns));
        if (stored.Mode == InterpolationMode.Nn)
        {
            Finish(reading, size, ResizeInterpolation.Nearest, ResizeCoordinates.Asymmetric);
            return;
        }

        Finish(reading, size, ResizeInterpolation.Linear, stored.LinearUpsampleMode switch
        {
            LinearUpsampleMode.AlignCornersTrue => ResizeCoordinates.AlignCorners,
            LinearUpsampleMode.AlignCornersFalse => ResizeCoordinates.HalfPixel,
            _ => ResizeCoordinates.Asymmetric,
        });
    }

    /// <summary>resizeBilinear to a size, with grid points in one of four conventions.</summary>
    public static void ResizeBilinear(LayerReading reading)
    {
        ResizeBilinearLayerParams stored = reading.Layer.ResizeBilinear;
        Size2D size = Windows.Size(reading, stored.TargetSize, "targetSize", 1), plane = reading.Plane;
        Method method = stored.Mode?.SamplingMethod ?? Method.StrictAlignEndpointsMode;
        switch (method)
        {
            case Method.StrictAlignEndpointsMode:
                Finish(reading, size, ResizeInterpolation.Linear, ResizeCoordinates.AlignCorners);
                break;
            case Method.AlignEndpointsMode when (size.Height > 1 || plane.Height == 1) && (size.Width > 1 || plane.Width == 1):
                Finish(reading, size, ResizeInterpolation.Linear, ResizeCoordinates.AlignCorners);
                break;
            case Method.UpsampleMode:
                Finish(reading, size, ResizeInterpolation.Linear, ResizeCoordinates.Asymmetric);
                break;
            default:
                throw reading.Refuse($"samples by {method} to {size}, which is not supported");
        }
    }

    private static void Finish(LayerReading reading, Size2D size, ResizeInterpolation interpolation, ResizeCoordinates coordinates)
    {
        int[] sizes = reading.InputShape.Extents.ToArray();
        (sizes[^2], sizes[^1]) = (size.Height, size.Width);
        reading.Finish(new Resize([.. sizes], interpolation, coordinates, NearestRounding.Floor), reading.Input);
    }
}
