using RefCnn.Core;
using RefCnn.Networks;

namespace RefCnn.ConformanceTests.Networks;

public class YoloV2Tests
{
    private static readonly Lazy<Network> Yolo = new(() => Zoo.Find("yolo-v2").Build());

    // 50,506,592 weights in the 22 normalised convolutions of yolov2.cfg, four numbers for each of their 10,336 channels, 1024 · 425 weights and 425 biases in the last:
    // the 203,934,260 bytes of yolov2.weights less a header of 16, in float32.
    [Fact]
    public void YoloV2_Parameters_AreThePublished() => Yolo.Value.ParameterCount.Should().Be(50_983_561);

    // Darknet prints 29.46 thousand million operations, two a multiply-accumulate.
    [Fact]
    public void YoloV2_MultiplyAccumulates_AreThePublished() =>
        Enumerable.Range(0, Yolo.Value.Nodes.Length).Sum(index => Yolo.Value.Nodes[index].Layer.MultiplyAccumulates(Yolo.Value.InputShapes(index)))
            .Should().Be(14_732_084_224);

    [Theory]
    [InlineData("conv13/leaky", "1×512×26×26")]
    [InlineData("conv20/leaky", "1×1024×13×13")]
    [InlineData("conv21/leaky", "1×64×26×26")]
    [InlineData("reorg", "1×256×13×13")]
    [InlineData("concat", "1×1280×13×13")]
    [InlineData("detections", "1×425×13×13")]
    public void YoloV2_Node_HasTheShape(string node, string shape) => Yolo.Value.Shapes[Yolo.Value.IndexOf(node)].ToString().Should().Be(shape);

    [Fact]
    public void YoloV2_Concat_HasThePassthroughFirst()
    {
        Node concat = Yolo.Value.Nodes[Yolo.Value.IndexOf("concat")];

        concat.Inputs.Should().Equal(Yolo.Value.IndexOf("reorg"), Yolo.Value.IndexOf("conv20/leaky"));
    }
}
