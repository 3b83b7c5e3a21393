using System.Numerics;
using RefCnn.Core;
using RefCnn.Serialization;
using SkiaSharp;

namespace RefCnn.Pictures;

/// <summary>
/// Pictures as networks take and give them. Samples are the file's own 8 bits, 0 to 255: no colour profile is applied and no gamma undone. Pictures stand
/// as the camera's note in EXIF says. Transparent ones are laid on white, as pages show them. docs/pictures.md.
/// </summary>
public static class Picture
{
    private const int JpegQuality = 95;

    /// <summary>Reads a picture in any format that Skia decodes, among them PNG, JPEG, WebP, GIF (its first frame) and BMP.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channels">3 for colour, or 1 for luma by ITU-R BT.601: 0.299 red + 0.587 green + 0.114 blue, not rounded.</param>
    /// <param name="options">What the samples become.</param>
    /// <returns>A tensor of 1 × channels × height × width.</returns>
    /// <exception cref="RefCnnException">The file is no picture, damaged or too large, or the options do not fit the channels; the message names the file.</exception>
    public static Tensor<float> Read(string path, int channels, PictureOptions options)
    {
        Normalization normalization = Normalization.Of(path, channels, options);
        if (options.Resize is not { } size) return Decode(path, channels, options.Bgr, (sample, channel) => (float)normalization.Apply(sample, channel));
        if (size.Height < 1 || size.Width < 1) throw new RefCnnException($"{path}: is to be resized to {size}; expected at least 1×1");
        Limits.Current.Demand("pixels", (long)size.Height * size.Width, $"{path}: is to be resized to", "pixels");
        Tensor<double> samples = TriangleFilter.Resize(Decode(path, channels, options.Bgr, (sample, _) => sample), size);
        var result = new Tensor<float>(samples.Shape);
        int plane = samples.Shape.CountBetween(2, 4);
        for (int i = 0; i < result.Count; i++) result[i] = (float)normalization.Apply(samples[i], i / plane);
        return result;
    }

    /// <summary>Writes a picture: the inverse of <see cref="Read"/>. Samples are rounded half to even and clamped to 0 to 255; NaN becomes 0.</summary>
    /// <param name="path">The file; <c>.png</c>, or <c>.jpg</c> or <c>.jpeg</c> (quality 95). One that is there is replaced; a failure leaves it whole.</param>
    /// <param name="tensor">1 × channels × height × width, with 1 (grey) or 3 channels.</param>
    /// <param name="options">What the samples became.</param>
    /// <exception cref="RefCnnException">The tensor is no picture, the options do not fit it, or the file cannot be written; the message names the file.</exception>
    public static void Write(string path, Tensor tensor, PictureOptions options)
    {
        Shape shape = tensor.Shape;
        if (shape.Rank != 4 || shape.Batch != 1 || shape.Channels is not (1 or 3) || shape.Count == 0)
            throw new RefCnnException($"{path}: tensor has shape {shape}; expected 1 × 1 or 3 × height × width");
        Limits.Current.Demand("pixels", shape.CountBetween(2, 4), $"{path}: has", "pixels");
        SKEncodedImageFormat format = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => SKEncodedImageFormat.Png,
            ".jpg" or ".jpeg" => SKEncodedImageFormat.Jpeg,
            string other => throw new RefCnnException($"{path}: extension is '{other}'; expected .png, .jpg or .jpeg"),
        };
        Normalization normalization = Normalization.Of(path, shape.Channels, options);
        Tensor<double> values = tensor.ToDouble();
        using SKBitmap bitmap = ToBitmap(path, values, normalization, options.Bgr);
        using SKData encoded = bitmap.Encode(format, JpegQuality)
            ?? throw new RefCnnException($"{path}: {shape.Height}×{shape.Width} pixels cannot be encoded as {format}; make the picture smaller");
        AtomicFile.Write(path, encoded.SaveTo);
    }

    private static Tensor<T> Decode<T>(string path, int channels, bool bgr, Func<double, int, T> convert)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SKData data = ReadFile(path);
        using SKCodec codec = SKCodec.Create(data)
            ?? throw new RefCnnException($"{path}: is not a picture in a known format; expected PNG, JPEG, WebP, GIF or BMP");
        (int height, int width) = (codec.Info.Height, codec.Info.Width);
        Limits.Current.Demand("pixels", (long)height * width, $"{path}: has", "pixels");
        Limits.Current.DemandExpansion((long)height * width * 4, data.Size, $"{path}: expands to");
        if (codec.EncodedFormat == SKEncodedImageFormat.Jpeg && JpegScans.Count(data.AsSpan()) is > JpegScans.Most and int scans)
            throw new RefCnnException($"{path}: has {scans} scans; expected at most {JpegScans.Most}, for each goes over the whole picture");

        // Without a colour space the decoder converts no colours; unpremultiplied, it leaves them as they are in the file.
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul, null)))
            throw new RefCnnException($"{path}: memory for {height}×{width} pixels cannot be had; make the picture smaller");
        SKCodecResult result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result != SKCodecResult.Success)
            throw new RefCnnException($"{path}: cannot be decoded: {result}; the file is damaged or cut short");
        return ToTensor(bitmap, new Orientation(codec.EncodedOrigin, width, height), channels, bgr, convert);
    }

    private static SKData ReadFile(string path)
    {
        try
        {
            return SKData.CreateCopy(InputFile.ReadAll(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RefCnnException($"{path}: cannot be read: {error.Message}", error);
        }
    }

    private static Tensor<T> ToTensor<T>(SKBitmap bitmap, Orientation orientation, int channels, bool bgr, Func<double, int, T> convert)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        var tensor = new Tensor<T>(new Shape(1, channels, orientation.Height, orientation.Width));
        T[][] converted = [.. Enumerable.Range(0, channels).Select(channel => Array.ConvertAll([.. Enumerable.Range(0, byte.MaxValue + 1)], sample => convert(sample, channel)))];
        Span<T> values = tensor.Span;
        int plane = orientation.Height * orientation.Width, place = 0;
        for (int y = 0; y < orientation.Height; y++)
        {
            for (int x = 0; x < orientation.Width; x++, place++)
            {
                (int column, int row) = orientation.Source(x, y);
                ReadOnlySpan<byte> pixel = pixels.Slice((row * bitmap.RowBytes) + (column * 4), 4);
                (int red, int green, int blue) = (OnWhite(pixel[0], pixel[3]), OnWhite(pixel[1], pixel[3]), OnWhite(pixel[2], pixel[3]));
                if (channels == 1) values[place] = convert((0.299 * red) + (0.587 * green) + (0.114 * blue), 0);
                else (values[place], values[plane + place], values[(2 * plane) + place]) = (converted[0][bgr ? blue : red], converted[1][green], converted[2][bgr ? red : blue]);
            }
        }

        return tensor;
    }

    // In whole numbers, rounded to the nearest: the same on every machine.
    private static int OnWhite(int sample, int alpha) => ((sample * alpha) + (byte.MaxValue * (byte.MaxValue - alpha)) + 127) / byte.MaxValue;

    private static SKBitmap ToBitmap(string path, Tensor<double> values, Normalization normalization, bool bgr)
    {
        (int channels, int height, int width) = (values.Shape.Channels, values.Shape.Height, values.Shape.Width);
        var bitmap = new SKBitmap();
        SKColorType colors = channels == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888;
        if (!bitmap.TryAllocPixels(new SKImageInfo(width, height, colors, SKAlphaType.Opaque)))
        {
            bitmap.Dispose();
            throw new RefCnnException($"{path}: memory for {height}×{width} pixels cannot be had; make the picture smaller");
        }

        Span<byte> pixels = bitmap.GetPixelSpan();
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                Span<byte> pixel = pixels.Slice((y * bitmap.RowBytes) + (x * bitmap.BytesPerPixel), bitmap.BytesPerPixel);
                for (int c = 0; c < channels; c++)
                    pixel[channels == 3 && bgr ? 2 - c : c] = ToByte(normalization.Invert(values[0, c, y, x], c));
                if (channels == 3) pixel[3] = byte.MaxValue;
            }
        }

        return bitmap;
    }

    /// <summary>A sample as files hold it: rounded half to even, clamped to 0 to 255; NaN becomes 0.</summary>
    /// <param name="sample">The sample.</param>
    internal static byte ToByte(double sample) =>
        double.IsNaN(sample) ? (byte)0 : (byte)Math.Clamp(Math.Round(sample, MidpointRounding.ToEven), 0, 255);
}
