using RefCnn.Networks.Detection;

namespace RefCnn.Applications;

/// <summary>A box in whole pixels of a picture, within it.</summary>
/// <param name="Left">The first column.</param>
/// <param name="Top">The first row.</param>
/// <param name="Right">The column after the last.</param>
/// <param name="Bottom">The row after the last.</param>
public readonly record struct PixelBox(int Left, int Top, int Right, int Bottom)
{
    /// <summary>A box's edges rounded to pixels, half to even, and kept within the picture.</summary>
    /// <param name="box">The box.</param>
    /// <param name="width">The picture's columns.</param>
    /// <param name="height">The picture's rows.</param>
    public static PixelBox Of(DetectedBox box, int width, int height) => new(
        Edge(box.X - (box.Width / 2), width), Edge(box.Y - (box.Height / 2), height), Edge(box.X + (box.Width / 2), width), Edge(box.Y + (box.Height / 2), height));

    private static int Edge(double part, int extent) => (int)Math.Clamp(Math.Round(part * extent), 0, extent);
}
