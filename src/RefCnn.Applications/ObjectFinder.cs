using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Networks.Detection;
using RefCnn.Pictures;

namespace RefCnn.Applications;

/// <summary>How objects are found.</summary>
/// <param name="Anchors">The detector's anchors, in cells of its map.</param>
/// <param name="Threshold">Scores must be greater.</param>
/// <param name="OverlapLimit">The largest overlap of two boxes of a class.</param>
public sealed record FindOptions(ImmutableArray<YoloAnchor> Anchors, double Threshold, double OverlapLimit);

/// <summary>Finds objects in pictures with a network in the way of YOLOv2 (Redmon and Farhadi 2017).</summary>
public static class ObjectFinder
{
    /// <summary>Finds objects. The picture is stretched to the network's size.</summary>
    /// <param name="detector">The network, ready to run; its first output is the raw map.</param>
    /// <param name="values">What samples become.</param>
    /// <param name="picture">1 × 3 × height × width, 0 to 255.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told after each node; or null.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Boxes, highest score first.</returns>
    /// <exception cref="RefCnnException">The network takes no picture, or its output is no map for these anchors.</exception>
    public static ImmutableArray<DetectedBox> Find(
        ICompiledNetwork detector, PictureOptions values, Tensor<float> picture, FindOptions options, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        Network network = detector.Network;
        int input = PictureInput.Of(network);
        var inputs = new Dictionary<string, Tensor<float>> { [network.Nodes[input].Name] = values.ToValues(TriangleFilter.Resize(picture, PictureInput.SizeOf(network, input))) };
        Tensor map = detector.Run(inputs, new RunOptions(progress), cancellation).Outputs[network.Outputs[0].Name];
        return NonMaximumSuppression.Keep(YoloDecoder.Decode(map, options.Anchors, options.Threshold), options.OverlapLimit);
    }
}
