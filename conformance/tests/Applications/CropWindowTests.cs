using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks.Detection;

namespace RefCnn.ConformanceTests.Applications;

public class CropWindowTests
{
    private static readonly Tensor<float> Picture = new(new Shape(1, 1, 2, 3), [1, 2, 3, 4, 5, 6]);

    [Fact]
    public void Apply_BeyondThePicture_RepeatsTheEdge() =>
        CropWindow.Apply(Picture, -1, 1, new Size2D(4, 4)).Values.Should().Equal(2, 3, 3, 3, 2, 3, 3, 3, 5, 6, 6, 6, 5, 6, 6, 6);

    // Column 0.5 · 3 = 1.5 rounds to the even 2, row 0.9 · 2 = 1.8 to 2: the window of two begins at 1, 1.
    [Fact]
    public void Around_HalfPixel_RoundsToEven() => CropWindow.Around(Picture, new DetectedBox(0.5, 0.9, 1, 1, 0, 1), 2).Values.Should().Equal(5, 6, 5, 6);

    [Fact]
    public void Apply_EmptyWindow_IsRefused()
    {
        Action apply = () => CropWindow.Apply(Picture, 0, 0, new Size2D(0, 1));

        apply.Should().Throw<RefCnnException>().WithMessage("a window has 0×1 pixels; expected at least 1×1");
    }
}
