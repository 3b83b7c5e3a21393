using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Core;

public class NetworkTests
{
    [Fact]
    public void Create_WrongChannels_NamesNodeActualExpectedAndRule()
    {
        var weight = new Tensor<float>(new Shape(4, 1, 3, 3));
        Action create = () => Network.Create(
            "n",
            [new Node("x", new Input(new Shape(1, 3, 8, 8)), []), new Node("conv1", new Conv2D(Window2D.Of(3), weight), [0])],
            [new NetworkOutput("y", 1)]);

        create.Should().Throw<NetworkException>()
            .WithMessage("node 'conv1' (#1, conv2d): input has 3 channels; expected 1 (1 per group × 1 groups) [conv2d C4]")
            .Which.Rule.Should().Be("C4");
    }

    [Fact]
    public void Create_NodeReadsLaterNode_IsRejected()
    {
        Action create = () => Network.Create("n", [new Node("a", new Relu(), [1]), new Node("b", new Input(Shape.Scalar), [])], [new NetworkOutput("y", 0)]);

        create.Should().Throw<NetworkException>().Which.Rule.Should().Be("N2");
    }
}
