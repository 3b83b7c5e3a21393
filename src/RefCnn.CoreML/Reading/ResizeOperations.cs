using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Reading;

/// <summary>Sampling anew.</summary>
internal static class ResizeOperations
{
    /// <summary>upsample_nearest_neighbor.</summary>
    public static void Nearest(OperationReading op) => Finish(op, Scaled(op), ResizeInterpolation.Nearest, ResizeCoordinates.Asymmetric);

    /// <summary>upsample_bilinear: corners aligned, unless it says otherwise; then pixel centres are at halves.</summary>
    public static void Bilinear(OperationReading op) => Finish(
        op, Scaled(op), ResizeInterpolation.Linear, op.Flag("align_corners", true) ? ResizeCoordinates.AlignCorners
            : op.Flag("half_pixel_centers", true) ? ResizeCoordinates.HalfPixel : ResizeCoordinates.Asymmetric);

    /// <summary>resize_bilinear.</summary>
    public static void ToSize(OperationReading op)
    {
        var size = new Size2D((int)op.Number("target_size_height", 1), (int)op.Number("target_size_width", 1));
        string mode = op.Text("sampling_mode", "DEFAULT");
        bool single = (size.Height == 1 && op.Plane.Height > 1) || (size.Width == 1 && op.Plane.Width > 1);
        Finish(op, size, ResizeInterpolation.Linear, mode switch
        {
            "DEFAULT" => ResizeCoordinates.Asymmetric,
            "STRICT_ALIGN_CORNERS" => ResizeCoordinates.AlignCorners,
            "ALIGN_CORNERS" when !single => ResizeCoordinates.AlignCorners,
            "UNALIGN_CORNERS" => ResizeCoordinates.HalfPixel,
            _ => throw op.Refuse($"samples by {mode}, which is not supported"),
        });
    }

    private static Size2D Scaled(OperationReading op) => new(
        (int)Math.Floor(op.Plane.Height * op.Number("scale_factor_height", 1)), (int)Math.Floor(op.Plane.Width * op.Number("scale_factor_width", 1)));

    private static void Finish(OperationReading op, Size2D size, ResizeInterpolation interpolation, ResizeCoordinates coordinates)
    {
        int[] sizes = op.Shape.Extents.ToArray();
        (sizes[^2], sizes[^1]) = (size.Height, size.Width);
        op.Finish(new Resize([.. sizes], interpolation, coordinates, NearestRounding.Floor), op.X);
    }
}
