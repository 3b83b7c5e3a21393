using RefCnn.Applications;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Applications;

public class TilingTests
{
    [Theory]
    [InlineData(5, 7, 4, 1)]
    [InlineData(4, 4, 4, 2)]
    [InlineData(3, 2, 4, 0)]
    [InlineData(40, 33, 8, 3)]
    public void Apply_TilesAsTheyAre_GivesThePictureBack(int height, int width, int tile, int overlap)
    {
        Tensor<float> picture = Ramp(height, width);

        new Tiling(tile, overlap).Apply(picture, (part, _) => part).Values.Should().Equal(picture.Values);
    }

    // Tiles of 4 at 0 and 2: columns 2 and 3 are shared. Weights there are min(distance to the edge, 3): 2, 1 of the first and 1, 2 of the second.
    [Fact]
    public void Apply_WhereTilesOverlap_WeighsByTheDistanceToTheEdge()
    {
        Tensor<float> result = new Tiling(new Size2D(1, 4), 0).Apply(new Tensor<float>(new Shape(1, 1, 1, 4)), (part, number) => part.Map(_ => (float)number));
        result.Values.Should().AllBeEquivalentTo(0f);

        result = new Tiling(new Size2D(4, 4), 2).Apply(new Tensor<float>(new Shape(1, 1, 4, 6)), (part, number) => part.Map(_ => 3f * number));

        result.Values[..6].Should().Equal(0, 0, 1, 2, 3, 3);
    }

    [Fact]
    public void CountFor_LargePicture_CoversItWithTheOverlap() => new Tiling(256, 64).CountFor(new Tensor<float>(new Shape(1, 3, 320, 480))).Should().Be(2 * 3);

    [Fact]
    public void Apply_OverlapOfAWholeTile_IsRefused()
    {
        Action apply = () => new Tiling(4, 4).Apply(Ramp(8, 8), (part, _) => part);

        apply.Should().Throw<RefCnnException>().WithMessage("tiles of 4×4 pixels overlap by 4; expected*less than a tile");
    }

    private static Tensor<float> Ramp(int height, int width) => new(new Shape(1, 2, height, width), [.. Enumerable.Range(0, 2 * height * width).Select(i => (float)i)]);
}
