using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Networks.Detection;

/// <summary>Cuts a window of whole pixels out of a picture.</summary>
public static class CropWindow
{
    /// <summary>The window; where it reaches beyond the picture, the edge's pixels are repeated.</summary>
    /// <param name="picture">1 × channels × height × width, not empty.</param>
    /// <param name="top">The window's first row; may lie outside.</param>
    /// <param name="left">The window's first column; may lie outside.</param>
    /// <param name="size">Its rows and columns, each at least 1.</param>
    /// <exception cref="RefCnnException">The picture is empty or a batch, or the window is empty.</exception>
    public static Tensor<float> Apply(Tensor<float> picture, int top, int left, Size2D size)
    {
        Shape shape = picture.Shape;
        if (shape.Rank != 4 || shape.Batch != 1 || shape.Count == 0) throw new RefCnnException($"a picture has shape {shape}; expected 1 × channels × height × width");
        if (size.Height < 1 || size.Width < 1) throw new RefCnnException($"a window has {size} pixels; expected at least 1×1");
        var window = new Tensor<float>(new Shape(1, shape.Channels, size.Height, size.Width));
        for (int c = 0; c < shape.Channels; c++)
        {
            for (int y = 0; y < size.Height; y++)
            {
                int row = Math.Clamp(top + y, 0, shape.Height - 1);
                for (int x = 0; x < size.Width; x++) window[0, c, y, x] = picture[0, c, row, Math.Clamp(left + x, 0, shape.Width - 1)];
            }
        }

        return window;
    }

    /// <summary>The window around a box's centre, which is rounded to a whole pixel, half to even, and kept within the picture.</summary>
    /// <param name="picture">1 × channels × height × width, not empty.</param>
    /// <param name="box">The box, as parts of the picture.</param>
    /// <param name="size">The window's rows and columns, each at least 1.</param>
    /// <exception cref="RefCnnException">See the other.</exception>
    public static Tensor<float> Around(Tensor<float> picture, DetectedBox box, Size2D size) =>
        Apply(picture, Centre(box.Y, picture.Shape.Height) - (size.Height / 2), Centre(box.X, picture.Shape.Width) - (size.Width / 2), size);

    private static int Centre(double part, int extent) => (int)Math.Clamp(Math.Round(part * extent), 0, extent);
}
