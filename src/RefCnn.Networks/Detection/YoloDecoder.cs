using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Networks.Detection;

/// <summary>
/// Reads YOLOv2's raw map (Redmon and Farhadi 2017, section 2). For anchor a of size (pw, ph) in cell (cx, cy) of a map of W×H cells, with the numbers
/// tx, ty, tw, th, to and the class logits in consecutive channels from a · (5 + classes):
/// x = (σ(tx) + cx) / W, y = (σ(ty) + cy) / H, width = pw · e^tw / W, height = ph · e^th / H, score of a class = σ(to) · softmax over classes.
/// </summary>
public static class YoloDecoder
{
    /// <summary>The boxes whose score is above the threshold: row by row, column by column, anchor by anchor, class by class. All in double.</summary>
    /// <param name="map">1 × anchors · (5 + classes) × height × width, of any element type.</param>
    /// <param name="anchors">The anchors, in cells.</param>
    /// <param name="threshold">Scores must be greater; Darknet's default is 0.24.</param>
    /// <exception cref="RefCnnException">The map does not have the channels of at least one class for each anchor, or the batch is not 1.</exception>
    public static ImmutableArray<DetectedBox> Decode(Tensor map, ImmutableArray<YoloAnchor> anchors, double threshold)
    {
        Shape shape = map.Shape;
        if (shape.Rank != 4 || shape.Batch != 1 || anchors.IsDefaultOrEmpty || shape.Channels % anchors.Length != 0 || shape.Channels / anchors.Length < 6)
            throw new RefCnnException($"a detection map has shape {shape}; expected 1 × {anchors.Length} · (5 + classes) × height × width");
        Tensor<double> values = map.ToDouble();
        int entries = shape.Channels / anchors.Length;
        var boxes = ImmutableArray.CreateBuilder<DetectedBox>();
        for (int y = 0; y < shape.Height; y++)
        {
            for (int x = 0; x < shape.Width; x++)
            {
                for (int a = 0; a < anchors.Length; a++) AddBoxes(boxes, values, y, x, a * entries, entries - 5, anchors[a], threshold);
            }
        }

        return boxes.ToImmutable();
    }

    private static void AddBoxes(
        ImmutableArray<DetectedBox>.Builder boxes, Tensor<double> map, int y, int x, int first, int classes, YoloAnchor anchor, double threshold)
    {
        double objectness = Logistic(map[0, first + 4, y, x]);
        double largest = double.NegativeInfinity, sum = 0;
        for (int c = 0; c < classes; c++) largest = Math.Max(largest, map[0, first + 5 + c, y, x]);
        for (int c = 0; c < classes; c++) sum += Math.Exp(map[0, first + 5 + c, y, x] - largest);
        var place = new DetectedBox(
            (Logistic(map[0, first, y, x]) + x) / map.Shape.Width,
            (Logistic(map[0, first + 1, y, x]) + y) / map.Shape.Height,
            anchor.Width * Math.Exp(map[0, first + 2, y, x]) / map.Shape.Width,
            anchor.Height * Math.Exp(map[0, first + 3, y, x]) / map.Shape.Height,
            0,
            0);
        for (int c = 0; c < classes; c++)
        {
            double score = objectness * Math.Exp(map[0, first + 5 + c, y, x] - largest) / sum;
            if (score > threshold) boxes.Add(place with { Class = c, Score = score });
        }
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
