using RefCnn.Core;

namespace RefCnn.Pictures;

/// <summary>Draws rectangles and capitals on a picture, in whole pixels, so that the result is the same everywhere. What lies outside is left out.</summary>
/// <param name="picture">1 × 3 × height × width: red, green, blue, 0 to 255. It is drawn on.</param>
public sealed class Canvas(Tensor<float> picture)
{
    /// <summary>The columns.</summary>
    public int Width => picture.Shape.Width;

    /// <summary>The rows.</summary>
    public int Height => picture.Shape.Height;

    /// <summary>Fills a rectangle.</summary>
    /// <param name="left">Its first column.</param>
    /// <param name="top">Its first row.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="colour">The colour.</param>
    public void Fill(int left, int top, int width, int height, Colour colour)
    {
        for (int y = Math.Max(top, 0); y < Math.Min(top + height, Height); y++)
        {
            for (int x = Math.Max(left, 0); x < Math.Min(left + width, Width); x++)
                (picture[0, 0, y, x], picture[0, 1, y, x], picture[0, 2, y, x]) = (colour.Red, colour.Green, colour.Blue);
        }
    }

    /// <summary>Outlines a rectangle; the line lies inside it.</summary>
    /// <param name="left">Its first column.</param>
    /// <param name="top">Its first row.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="thickness">The line's pixels.</param>
    /// <param name="colour">The colour.</param>
    public void Outline(int left, int top, int width, int height, int thickness, Colour colour)
    {
        Fill(left, top, width, thickness, colour);
        Fill(left, top + height - thickness, width, thickness, colour);
        Fill(left, top, thickness, height, colour);
        Fill(left + width - thickness, top, thickness, height, colour);
    }

    /// <summary>Writes one line in <see cref="PixelFont"/>.</summary>
    /// <param name="left">The first letter's first column.</param>
    /// <param name="top">The letters' first row.</param>
    /// <param name="text">The text.</param>
    /// <param name="scale">Pixels of the picture for one of the font's.</param>
    /// <param name="colour">The colour.</param>
    public void Write(int left, int top, string text, int scale, Colour colour)
    {
        foreach (char letter in text)
        {
            foreach ((int column, int row) in PixelFont.DotsOf(letter)) Fill(left + (column * scale), top + (row * scale), scale, scale, colour);
            left += PixelFont.Advance * scale;
        }
    }

    /// <summary>Lays another picture on this one.</summary>
    /// <param name="left">Its first column here.</param>
    /// <param name="top">Its first row here.</param>
    /// <param name="other">1 × 3 × height × width.</param>
    public void Place(int left, int top, Tensor<float> other)
    {
        for (int channel = 0; channel < 3; channel++)
        {
            for (int y = Math.Max(-top, 0); y < Math.Min(other.Shape.Height, Height - top); y++)
            {
                for (int x = Math.Max(-left, 0); x < Math.Min(other.Shape.Width, Width - left); x++) picture[0, channel, top + y, left + x] = other[0, channel, y, x];
            }
        }
    }
}
