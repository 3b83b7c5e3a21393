namespace RefCnn.Networks.Detection;

/// <summary>An object that a detector found. Places and extents are parts of the picture's: 0 to 1 inside it, from the top left corner.</summary>
/// <param name="X">The centre's column.</param>
/// <param name="Y">The centre's row.</param>
/// <param name="Width">The box's width.</param>
/// <param name="Height">The box's height.</param>
/// <param name="Class">The class's index.</param>
/// <param name="Score">Objectness × class probability, 0 to 1.</param>
public readonly record struct DetectedBox(double X, double Y, double Width, double Height, int Class, double Score)
{
    /// <summary>The area; 0 where an extent is not positive.</summary>
    public double Area => Math.Max(Width, 0) * Math.Max(Height, 0);

    /// <summary>Intersection over union with another box: 0 where they only touch, and where neither has an area.</summary>
    /// <param name="other">The other box.</param>
    public double OverlapWith(DetectedBox other)
    {
        double intersection = Shared(X, Width, other.X, other.Width) * Shared(Y, Height, other.Y, other.Height);
        return intersection > 0 ? intersection / (Area + other.Area - intersection) : 0;
    }

    private static double Shared(double centre, double extent, double otherCentre, double otherExtent) => Math.Max(0,
        Math.Min(centre + (extent / 2), otherCentre + (otherExtent / 2)) - Math.Max(centre - (extent / 2), otherCentre - (otherExtent / 2)));
}
