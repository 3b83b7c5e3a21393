using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks.Blocks;

namespace RefCnn.Networks.Detection;

/// <summary>
/// YOLOv2 for COCO's 80 classes at 416×416: Redmon and Farhadi 2017 ("YOLO9000"), with the layers of Darknet's yolov2.cfg. The output is the raw map, five
/// boxes a cell with 4 + 1 + 80 numbers each; <see cref="YoloDecoder"/> reads it. docs/networks/yolo-v2.md.
/// </summary>
internal static class YoloV2
{
    private const int Classes = 80;

    // Darknet's layers up to the route: channels and kernel of each convolution, 0 for a 2×2 max pooling.
    private static readonly (int Channels, int Kernel)[] Body =
    [
        (32, 3), default,
        (64, 3), default,
        (128, 3), (64, 1), (128, 3), default,
        (256, 3), (128, 1), (256, 3), default,
        (512, 3), (256, 1), (512, 3), (256, 1), (512, 3),
    ];

    private static readonly (int Channels, int Kernel)[] Head = [default, (1024, 3), (512, 1), (1024, 3), (512, 1), (1024, 3), (1024, 3), (1024, 3)];

    /// <summary>Builds the network.</summary>
    public static Network Build(string name)
    {
        var builder = new SeededNetworkBuilder(name);
        var counter = new Counter();
        int fine = Stages(builder, counter, builder.Input("image", new Shape(1, 3, 416, 416)), Body);
        int coarse = Stages(builder, counter, fine, Head);

        int passthrough = Convolution(builder, counter.NextConvolution(), fine, 64, 1);
        passthrough = builder.Add("reorg", new DarknetReorg(2), passthrough);
        int x = builder.Add("concat", new Concat(), passthrough, coarse);
        x = Convolution(builder, counter.NextConvolution(), x, 1024, 3);
        int boxes = YoloAnchors.Coco.Length * (5 + Classes);
        builder.Output("detections", builder.Convolution("detections", x, boxes, 1, gain: 12));
        return builder.Build();
    }

    private static int Stages(SeededNetworkBuilder builder, Counter counter, int input, (int Channels, int Kernel)[] stages)
    {
        int x = input;
        foreach ((int channels, int kernel) in stages)
        {
            x = kernel == 0
                ? builder.Add(counter.NextPool(), new MaxPool2D(Window2D.Of(2, 2)), x)
                : Convolution(builder, counter.NextConvolution(), x, channels, kernel);
        }

        return x;
    }

    // Darknet's `pad=1` pads by half the kernel. 1e-5 under the root is the form of code derived from it; docs/networks/yolo-v2.md.
    private static int Convolution(SeededNetworkBuilder builder, string name, int input, int channels, int kernel)
    {
        int x = builder.Convolution(name, input, channels, kernel, 1, kernel / 2, bias: false, gain: name == "conv1" ? 1 : 1.5);
        x = builder.BatchNorm($"{name}/norm", x, NormalizationBlocks.Epsilon);
        return builder.LeakyRelu($"{name}/leaky", x, 0.1f);
    }

    // Numbers convolutions and poolings in Darknet's order.
    private sealed class Counter
    {
        private int convolutions;
        private int pools;

        public string NextConvolution() => $"conv{++convolutions}";

        public string NextPool() => $"pool{++pools}";
    }
}
