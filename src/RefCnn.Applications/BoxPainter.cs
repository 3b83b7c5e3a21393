using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Networks.Detection;
using RefCnn.Pictures;

namespace RefCnn.Applications;

/// <summary>Draws boxes with captions on a picture.</summary>
/// <param name="picture">1 × 3 × height × width, 0 to 255. It is drawn on.</param>
public sealed class BoxPainter(Tensor<float> picture)
{
    // Okabe and Ito's colours, which are told apart by the colour-blind too.
    private static readonly ImmutableArray<Colour> Colours =
        [new(230, 159, 0), new(86, 180, 233), new(0, 158, 115), new(240, 228, 66), new(0, 114, 178), new(213, 94, 0), new(204, 121, 167)];

    private readonly Canvas canvas = new(picture);

    // Captions of about a thirtieth of the shorter side.
    private int Scale => Math.Max(1, Math.Min(canvas.Width, canvas.Height) / 210);

    /// <summary>Draws a box in its class's colour, the caption above it, or inside where there is no room.</summary>
    /// <param name="box">The box.</param>
    /// <param name="caption">What is written beside it.</param>
    public void Draw(DetectedBox box, string caption)
    {
        Colour colour = Colours[box.Class % Colours.Length];
        PixelBox place = PixelBox.Of(box, canvas.Width, canvas.Height);
        canvas.Outline(place.Left, place.Top, place.Right - place.Left, place.Bottom - place.Top, Scale + 1, colour);
        int width = (PixelFont.WidthOf(caption) + 4) * Scale, height = (PixelFont.Height + 4) * Scale;
        int left = Math.Clamp(place.Left, 0, Math.Max(canvas.Width - width, 0)), top = place.Top >= height ? place.Top - height : place.Top;
        Label(left, top, width, height, caption, Scale, colour, IsLight(colour) ? Colour.Black : Colour.White);
    }

    /// <summary>Writes a line at the picture's foot, white on black.</summary>
    /// <param name="text">The line.</param>
    public void DrawFoot(string text)
    {
        int scale = Scale + 1, width = (PixelFont.WidthOf(text) + 6) * scale, height = (PixelFont.Height + 4) * scale;
        Label(canvas.Width - width, canvas.Height - height, width, height, text, scale, Colour.Black, Colour.White);
    }

    private void Label(int left, int top, int width, int height, string text, int scale, Colour ground, Colour ink)
    {
        canvas.Fill(left, top, width, height, ground);
        canvas.Write(left + ((width - (PixelFont.WidthOf(text) * scale)) / 2), top + (2 * scale), text, scale, ink);
    }

    private static bool IsLight(Colour colour) => (0.299 * colour.Red) + (0.587 * colour.Green) + (0.114 * colour.Blue) > 120;
}
