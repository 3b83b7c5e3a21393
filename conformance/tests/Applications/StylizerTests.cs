using RefCnn.Applications;

namespace RefCnn.ConformanceTests.Applications;

public class StylizerTests
{
    [Fact]
    public void SheetBlends_FourStyles_FadeEachIntoTheNext()
    {
        IReadOnlyList<float[]> blends = Stylizer.SheetBlends(4);

        blends.Should().HaveCount(20);
        blends[6].Should().Equal(0, 0.75f, 0.25f, 0);
        blends[17].Should().Equal(0.5f, 0, 0, 0.5f);
        blends.Should().OnlyContain(blend => blend.Sum() == 1);
    }
}
