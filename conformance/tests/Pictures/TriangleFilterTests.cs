using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Pictures;
using RefCnn.Serialization;
using SkiaSharp;

namespace RefCnn.ConformanceTests.Pictures;

public sealed class TriangleFilterTests
{
    // 4 → 2: the weights of the first output are ¾, ¾, ¼ over 7/4. (3·0 + 3·70 + 140) / 7 = 50, (70 + 3·140 + 3·210) / 7 = 160.
    [Fact]
    public void Resize_FourToTwo_WeighsThreeSamplesEach() =>
        Row([0, 70, 140, 210], 2).Should().Equal(new double[] { 50, 160 }, Near);

    // 2 → 4: centres at ¼, ¾, 1¼, 1¾; the outer two see one sample only. ¾·0 + ¼·40 = 10.
    [Fact]
    public void Resize_TwoToFour_InterpolatesAndHoldsTheEdges() =>
        Row([0, 40], 4).Should().Equal(new double[] { 0, 10, 30, 40 }, Near);

    // Pillow 9.4.0, mode F (float32), BILINEAR.
    [Fact]
    public void Resize_FiveToThree_AgreesWithPillow() =>
        Row([1, 5, -3, 8, 2], 3).Should().Equal([2.7142856121063232, 1.2222222089767456, 4.5714287757873535], (ours, pillow) => Math.Abs(ours - pillow) < 1e-6);

    // samples/expected: Pillow, mode F, BILINEAR, in float32; the oracle wrote them.
    [Theory]
    [InlineData(41, 30)]
    [InlineData(97, 71)]
    public void Resize_Picture_AgreesWithPillow(int height, int width)
    {
        Tensor<double> pillow = NpyFile.Read(SampleFiles.PathOf("expected", $"resize-{height}x{width}.npy")).ToDouble();

        Tensor<double> ours = TriangleFilter.Resize(Picture.Read(SampleFiles.PathOf("pictures", "dish.png"), 3, PictureOptions.Samples).ToDouble(), new Size2D(height, width));

        ours.Shape.Should().Be(pillow.Shape);
        ours.Values.Zip(pillow.Values, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(255 * 4 / (double)(1 << 23), "float32 sums of some ten products round a few times");
    }

    // Growing, the filter is plain bilinear interpolation, which Skia computes in 8 bits.
    [Fact]
    public void Resize_Growing_AgreesWithSkia()
    {
        using var small = SKBitmap.Decode(SampleFiles.PathOf("pictures", "dish.png"));
        using SKBitmap large = small.Resize(new SKImageInfo(300, 280, SKColorType.Rgba8888, SKAlphaType.Opaque), new SKSamplingOptions(SKFilterMode.Linear));

        Tensor<float> ours = TriangleFilter.Resize(Picture.Read(SampleFiles.PathOf("pictures", "dish.png"), 3, PictureOptions.Samples), new Size2D(280, 300));

        for (int i = 0; i < 280 * 300; i++)
            Math.Abs(ours[i] - large.GetPixelSpan()[i * 4]).Should().BeLessThan(2, "Skia rounds positions and weights to a few bits");
    }

    // IEEE 754 arithmetic in a fixed order has one result: the same bits on every machine.
    [Fact]
    public void Resize_Picture_HasTheSameBitsEverywhere()
    {
        Tensor<double> resized = TriangleFilter.Resize(Picture.Read(SampleFiles.PathOf("pictures", "dish.png"), 3, PictureOptions.Samples).ToDouble(), new Size2D(97, 71));

        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(resized.Span)))[..16].Should().Be("239c27c2384bce27", "that is what the formula gives in Python's doubles");
    }

    [Fact]
    public void Resize_SameSize_ChangesNothing() =>
        Row([3, 1, 4, 1, 5], 5).Should().Equal(3, 1, 4, 1, 5);

    [Fact]
    public void Resize_Columns_IsTheTransposeOfRows() =>
        TriangleFilter.Resize(new Tensor<double>(new Shape(1, 1, 4, 1), [0, 70, 140, 210]), new Size2D(2, 1)).Values.Should().Equal(new double[] { 50, 160 }, Near);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, -1)]
    public void Resize_ToNothing_IsRefused(int height, int width)
    {
        Action resize = () => TriangleFilter.Resize(new Tensor<double>(new Shape(1, 1, 2, 2)), new Size2D(height, width));

        resize.Should().Throw<RefCnnException>().WithMessage($"*{height}×{width}*expected at least 1×1*");
    }

    private static double[] Row(double[] samples, int width) =>
        TriangleFilter.Resize(new Tensor<double>(new Shape(1, 1, 1, samples.Length), samples), new Size2D(1, width)).Values;

    // A few units in the last place of the largest sample: sevenths have no finite binary fraction.
    private static bool Near(double ours, double expected) => Math.Abs(ours - expected) < 1e-12;
}
