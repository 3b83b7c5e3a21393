using System.Collections.Immutable;

namespace RefCnn.Networks.Detection;

/// <summary>A box shape that detections are multiples of.</summary>
/// <param name="Width">In cells of the map.</param>
/// <param name="Height">In cells of the map.</param>
public readonly record struct YoloAnchor(double Width, double Height);

/// <summary>Published anchors.</summary>
public static class YoloAnchors
{
    /// <summary>YOLOv2's for COCO, from Darknet's yolov2.cfg; in cells of 32 pixels.</summary>
    public static ImmutableArray<YoloAnchor> Coco { get; } =
    [
        new(0.57273, 0.677385),
        new(1.87446, 2.06253),
        new(3.33843, 5.47434),
        new(7.88282, 3.52778),
        new(9.77052, 9.16828),
    ];
}
