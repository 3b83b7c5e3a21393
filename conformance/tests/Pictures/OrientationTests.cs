using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using RefCnn.Pictures;
using SkiaSharp;

namespace RefCnn.ConformanceTests.Pictures;

public sealed class OrientationTests : TemporaryFolder
{
    private const int Block = 16;

    // Stored: four blocks, black, dark / light, white. EXIF 2.32, tag 0x0112: where the stored first row and column belong.
    [Theory]
    [InlineData(1, "01 23")]
    [InlineData(2, "10 32")]
    [InlineData(3, "32 10")]
    [InlineData(4, "23 01")]
    [InlineData(5, "02 13")]
    [InlineData(6, "20 31")]
    [InlineData(7, "31 20")]
    [InlineData(8, "13 02")]
    public void Read_OrientationInExif_IsFollowed(byte orientation, string shown)
    {
        string path = FileAt("turned.jpg");
        File.WriteAllBytes(path, WithOrientation(Encode(Block), orientation));

        Tensor<float> picture = Picture.Read(path, 1, PictureOptions.Samples);

        string.Join(' ', Enumerable.Range(0, 2).Select(row => string.Concat(Enumerable.Range(0, 2).Select(column => Grey(picture, row, column, Block))))).Should().Be(shown);
    }

    [Fact]
    public void Read_TurnedByAQuarter_HasItsSidesExchanged()
    {
        string path = FileAt("turned.jpg");
        File.WriteAllBytes(path, WithOrientation(Encode(Block * 2), 6));

        Picture.Read(path, 3, PictureOptions.Samples).Shape.Should().Be(new Shape(1, 3, Block * 4, Block * 2));
    }

    private static int Grey(Tensor<float> picture, int row, int column, int height) =>
        (int)Math.Round(picture[0, 0, (row * height) + (height / 2), (column * height) + (height / 2)] / 85);

    // Blocks of 16 rows and so many columns.
    private static byte[] Encode(int width)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width * 2, Block * 2, SKColorType.Gray8, SKAlphaType.Opaque));
        for (int y = 0; y < bitmap.Height; y++)
        {
            for (int x = 0; x < bitmap.Width; x++) bitmap.GetPixelSpan()[(y * bitmap.RowBytes) + x] = (byte)(((y / Block * 2) + (x / width)) * 85);
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 100);
        return data.ToArray();
    }

    // APP1 after the start of the image: "Exif", a little-endian TIFF header, one directory with one entry.
    private static byte[] WithOrientation(byte[] jpeg, byte orientation) =>
    [
        .. jpeg[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0,
        1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0, .. jpeg[2..],
    ];
}
