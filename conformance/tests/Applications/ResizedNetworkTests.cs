using RefCnn.Applications;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Applications;

public class ResizedNetworkTests
{
    [Fact]
    public void Of_Slice_KeepsItsMargins()
    {
        var builder = new NetworkBuilder("crop");
        int picture = builder.Input("picture", new Shape(1, 3, 8, 10));
        builder.Output("y", builder.Add("crop", new Slice([0, 0, 2, 3], [1, 3, 5, 6], [1, 1, 1, 1]), picture));

        Network resized = ResizedNetwork.Of(builder.Build(), 0, new Size2D(20, 30));

        resized.Shapes[1].Should().Be(new Shape(1, 3, 17, 26));
    }

    [Fact]
    public void Of_Expand_FollowsTheMapOfItsExtents()
    {
        var builder = new NetworkBuilder("spread");
        int picture = builder.Input("picture", new Shape(1, 3, 8, 12)), style = builder.Input("style", new Shape(1, 4, 1, 1));
        int small = builder.Add("half", new MaxPool2D(Window2D.Of(2, 2)), picture);
        builder.Output("y", builder.Add("joined", new Concat(), small, builder.Add("spread", new Expand(new Shape(1, 4, 4, 6)), style)));

        Network resized = ResizedNetwork.Of(builder.Build(), 0, new Size2D(16, 10));

        resized.Shapes[^1].Should().Be(new Shape(1, 7, 8, 5));
    }

    // A stride of 2 and back: odd extents come back one larger.
    [Fact]
    public void AtLeast_NetworkThatHalves_RoundsUpToEven()
    {
        var builder = new NetworkBuilder("halves");
        int picture = builder.Input("picture", new Shape(1, 3, 8, 8));
        int small = builder.Add("half", new MaxPool2D(Window2D.Of(2, 2)), picture);
        builder.Output("y", builder.Add("twice", new ConvTranspose2D(Window2D.Of(2, 2), new Tensor<float>(new Shape(3, 3, 2, 2))), small));

        ResizedNetwork.AtLeast(builder.Build(), 0, new Size2D(7, 10))!.Shapes[0].Should().Be(new Shape(1, 3, 8, 10));
    }

    [Fact]
    public void AtLeast_NetworkThatFlattens_IsNull()
    {
        var builder = new NetworkBuilder("dense");
        int picture = builder.Input("picture", new Shape(1, 3, 2, 2));
        int flat = builder.Add("flat", new Flatten(1), picture);
        builder.Output("y", builder.Add("dense", new Dense(new Tensor<float>(new Shape(5, 12))), flat));

        ResizedNetwork.AtLeast(builder.Build(), 0, new Size2D(4, 4)).Should().BeNull();
    }
}
