using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Images;

namespace RefCnn.ConformanceTests.Formats;

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
