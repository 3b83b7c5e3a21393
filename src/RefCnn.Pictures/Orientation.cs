using SkiaSharp;

namespace RefCnn.Pictures;

/// <summary>How a picture is turned and mirrored before it is shown: the orientation of EXIF 2.32 and TIFF 6.0, 1 to 8.</summary>
/// <param name="origin">Where the stored picture's first row and column belong.</param>
/// <param name="storedWidth">Columns that are stored.</param>
/// <param name="storedHeight">Rows that are stored.</param>
internal readonly struct Orientation(SKEncodedOrigin origin, int storedWidth, int storedHeight)
{
    /// <summary>Columns that are shown.</summary>
    public int Width => IsTransposed ? storedHeight : storedWidth;

    /// <summary>Rows that are shown.</summary>
    public int Height => IsTransposed ? storedWidth : storedHeight;

    private bool IsTransposed => origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    /// <summary>Where the pixel that is shown at a place is stored.</summary>
    /// <param name="x">The column shown.</param>
    /// <param name="y">The row shown.</param>
    public (int Column, int Row) Source(int x, int y) => origin switch
    {
        SKEncodedOrigin.TopRight => (storedWidth - 1 - x, y),
        SKEncodedOrigin.BottomRight => (storedWidth - 1 - x, storedHeight - 1 - y),
        SKEncodedOrigin.BottomLeft => (x, storedHeight - 1 - y),
        SKEncodedOrigin.LeftTop => (y, x),
        SKEncodedOrigin.RightTop => (y, storedHeight - 1 - x),
        SKEncodedOrigin.RightBottom => (storedWidth - 1 - y, storedHeight - 1 - x),
        SKEncodedOrigin.LeftBottom => (storedWidth - 1 - y, x),
        _ => (x, y),
    };
}
