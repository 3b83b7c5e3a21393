using System.Buffers.Binary;
using System.Text;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Pictures;
using SkiaSharp;

namespace RefCnn.ConformanceTests.Pictures;

public sealed class PictureTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_Colours_AreRedGreenBluePlanes() =>
        Picture.Read(TwoPixels(), 3, new PictureOptions()).Values.Should().Equal(10, 40, 20, 50, 30, 60);

    [Fact]
    public void Read_Bgr_ReversesTheChannelsOnly() =>
        Picture.Read(TwoPixels(), 3, new PictureOptions(Bgr: true)).Values.Should().Equal(30, 60, 20, 50, 10, 40);

    // 0.299·10 + 0.587·20 + 0.114·30 = 18.15, and 30 more for the second.
    [Fact]
    public void Read_OneChannel_IsLuma()
    {
        Tensor<float> luma = Picture.Read(TwoPixels(), 1, new PictureOptions());

        luma.Shape.Should().Be(new Shape(1, 1, 1, 2));
        luma.Values.Should().Equal(18.15f, 48.15f);
    }

    [Fact]
    public void Read_MeanAndScale_AreInTheTensorsChannelOrder() =>
        Picture.Read(TwoPixels(), 3, new PictureOptions(Bgr: true, Mean: [1, 2, 3], Scale: [2, 0.5f, -1])).Values.Should().Equal(58, 118, 9, 24, -7, -37);

    [Fact]
    public void Read_Resize_UsesHeightThenWidth() =>
        Picture.Read(TwoPixels(), 3, new PictureOptions(Resize: new Size2D(3, 1))).Shape.Should().Be(new Shape(1, 3, 3, 1));

    // A fifth of yellow on white: 255 · 0.2 + 255 · 0.8 and 0 · 0.2 + 255 · 0.8.
    [Fact]
    public void Read_TransparentPixels_AreLaidOnWhite()
    {
        string path = Encode(2, 1, SKAlphaType.Unpremul, [200, 100, 50, 0, 255, 255, 0, 51]);

        Picture.Read(path, 3, new PictureOptions()).Values.Should().Equal(255, 255, 255, 255, 255, 204);
    }

    [Fact]
    public void ToValues_Bgr_IsWhatReadGives()
    {
        var options = new PictureOptions(Bgr: true, Mean: [1, 2, 3], Scale: [2, 0.5f, -1]);

        Tensor<float> values = options.ToValues(Picture.Read(TwoPixels(), 3, PictureOptions.Samples));

        values.Values.Should().Equal(Picture.Read(TwoPixels(), 3, options).Values);
        options.ToSamples(values).Values.Should().Equal(10, 40, 20, 50, 30, 60);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Write_Png_ReadsBackTheSame(int channels)
    {
        var options = new PictureOptions(Bgr: true, Mean: [104], Scale: [0.5f]);
        var tensor = new Tensor<float>(new Shape(1, channels, 5, 3));
        for (int i = 0; i < tensor.Count; i++) tensor[i] = ((i * 37 % 256) - 104) * 0.5f;
        string path = Path.Combine(folder, "out.PNG");

        Picture.Write(path, tensor, options);

        float[] read = Picture.Read(path, channels, options).Values;
        read.Should().Equal(tensor.Values, (ours, given) => Math.Abs(ours - given) < 1e-4);
        Directory.GetFiles(folder).Should().Equal(path);
    }

    [Fact]
    public void Write_Samples_AreRoundedHalfToEvenAndClamped()
    {
        string path = Path.Combine(folder, "out.png");

        Picture.Write(path, new Tensor<double>(new Shape(1, 1, 1, 8), [0.5, 1.5, 2.5, -7, 254.6, 1e9, double.NaN, double.NegativeInfinity]), new PictureOptions());

        using var bitmap = SKBitmap.Decode(path);
        Enumerable.Range(0, 8).Select(x => (int)bitmap.GetPixel(x, 0).Red).Should().Equal(0, 2, 2, 0, 255, 255, 0, 0);
    }

    [Fact]
    public void Write_Jpeg_IsAJpegCloseToItsSamples()
    {
        var tensor = new Tensor<float>(new Shape(1, 3, 8, 8));
        tensor.Span.Fill(120);
        string path = Path.Combine(folder, "out.jpg");

        Picture.Write(path, tensor, new PictureOptions());

        File.ReadAllBytes(path)[..2].Should().Equal(0xFF, 0xD8);
        Picture.Read(path, 3, new PictureOptions()).Values.Should().OnlyContain(sample => Math.Abs(sample - 120) <= 2);
    }

    [Theory]
    [InlineData("out.bmp", 1, 3, "*extension is '.bmp'*")]
    [InlineData("out.png", 2, 3, "*2×3×2×2*")]
    [InlineData("out.png", 1, 4, "*1×4×2×2*")]
    [InlineData("absent/out.png", 1, 3, "*cannot be written*")]
    public void Write_WhatIsNoPicture_IsRefused(string file, int batch, int channels, string message)
    {
        Action write = () => Picture.Write(Path.Combine(folder, file), new Tensor<float>(new Shape(batch, channels, 2, 2)), new PictureOptions());

        write.Should().Throw<RefCnnException>().WithMessage(message);
    }

    [Fact]
    public void Read_NoPicture_IsRefused() => Refused("nothing of the kind"u8.ToArray(), "*a.png: is not a picture*");

    [Fact]
    public void Read_CutShort_IsRefused()
    {
        byte[] pixels = [.. Enumerable.Range(0, 64 * 64 * 4).Select(i => (byte)(i % 4 == 3 ? 255 : i * i / 7))];
        byte[] whole = File.ReadAllBytes(Encode(64, 64, SKAlphaType.Opaque, pixels));

        Refused(whole[..(whole.Length / 2)], "*a.png: cannot be decoded*");
    }

    [Fact]
    public void Read_TooManyPixels_IsRefusedBeforeDecoding() => Refused(PngHeader(100_000, 100_000), "*a.png: has 10000000000 pixels; expected at most 67108864*");

    [Fact]
    public void Read_Absent_IsRefused()
    {
        Action read = () => Picture.Read(Path.Combine(folder, "absent.png"), 3, new PictureOptions());

        read.Should().Throw<RefCnnException>().WithMessage("*absent.png: cannot be read*");
    }

    [Fact]
    public void Read_MeanOfTwoNumbers_IsRefused()
    {
        Action read = () => Picture.Read(TwoPixels(), 3, new PictureOptions(Mean: [1, 2]));

        read.Should().Throw<RefCnnException>().WithMessage("*mean has 2 numbers; expected 1 or 3*");
    }

    [Fact]
    public void Write_ScaleOfZero_IsRefused()
    {
        Action write = () => Picture.Write(Path.Combine(folder, "out.png"), new Tensor<float>(new Shape(1, 1, 1, 1)), new PictureOptions(Scale: [0]));

        write.Should().Throw<RefCnnException>().WithMessage("*a scale is 0*");
    }

    // Signature, IHDR and the head of an IDAT: all that a decoder needs to state the size.
    private static byte[] PngHeader(int width, int height)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 6);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", [0x78, 0x9C, 0x63, 0, 0])];
    }

    private static byte[] Chunk(string name, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. content];
        byte[] chunk = new byte[named.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        named.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + named.Length), CheckSum(named));
        return chunk;
    }

    // CRC-32, as the PNG specification's annex D defines it.
    private static uint CheckSum(byte[] bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++) sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320);
        }

        return ~sum;
    }

    private void Refused(byte[] content, string message)
    {
        string path = Path.Combine(folder, "a.png");
        File.WriteAllBytes(path, content);
        Action read = () => Picture.Read(path, 3, new PictureOptions());
        read.Should().Throw<RefCnnException>().WithMessage(message).Which.Message.Should().NotContain("\n");
    }

    private string TwoPixels() => Encode(2, 1, SKAlphaType.Opaque, [10, 20, 30, 255, 40, 50, 60, 255]);

    private string Encode(int width, int height, SKAlphaType alpha, byte[] pixels)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, alpha));
        pixels.CopyTo(bitmap.GetPixelSpan());
        string path = Path.Combine(folder, "in.png");
        using FileStream stream = File.Create(path);
        bitmap.Encode(stream, SKEncodedImageFormat.Png, 100);
        return path;
    }
}
