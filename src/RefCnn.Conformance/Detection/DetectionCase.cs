using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Networks.Detection;

namespace RefCnn.Conformance;

/// <summary>One detection vector: a step between a detector's map and the next network's input, and what must come of it.</summary>
/// <param name="Id">The case, e.g. <c>detection/nms-ties</c>; also the path of its file.</param>
/// <param name="Comment">Why it exists: the mistake that it catches.</param>
/// <param name="Detail">How the expected numbers were worked out by hand.</param>
/// <param name="Step">What is computed.</param>
/// <param name="Expected">What must come out.</param>
public sealed record DetectionCase(string Id, string Comment, string Detail, DetectionStep Step, DetectionResult Expected);

/// <summary>A step of a detection pipeline with its operands.</summary>
public abstract record DetectionStep
{
    private DetectionStep()
    {
    }

    /// <summary>Reads a detector's map: <see cref="YoloDecoder"/>.</summary>
    /// <param name="Map">The map.</param>
    /// <param name="Anchors">The anchors.</param>
    /// <param name="Threshold">Scores must be greater.</param>
    public sealed record Decode(Tensor<float> Map, ImmutableArray<YoloAnchor> Anchors, double Threshold) : DetectionStep;

    /// <summary>Drops boxes: <see cref="NonMaximumSuppression"/>.</summary>
    /// <param name="Boxes">The candidates.</param>
    /// <param name="Limit">The largest overlap of two kept boxes of a class.</param>
    public sealed record Suppress(ImmutableArray<DetectedBox> Boxes, double Limit) : DetectionStep;

    /// <summary>Cuts a box out of a picture: <see cref="Networks.Detection.CropResize"/>.</summary>
    /// <param name="Picture">The picture.</param>
    /// <param name="Box">The box.</param>
    /// <param name="Height">The output's rows.</param>
    /// <param name="Width">The output's columns.</param>
    public sealed record Crop(Tensor<float> Picture, DetectedBox Box, int Height, int Width) : DetectionStep;
}

/// <summary>What a step gives.</summary>
public abstract record DetectionResult
{
    private DetectionResult()
    {
    }

    /// <summary>Boxes in order.</summary>
    /// <param name="Items">The boxes.</param>
    public sealed record Boxes(ImmutableArray<DetectedBox> Items) : DetectionResult;

    /// <summary>A picture.</summary>
    /// <param name="Picture">The picture.</param>
    public sealed record Cropped(Tensor<double> Picture) : DetectionResult;

    /// <summary>The operands must be refused.</summary>
    public sealed record Refused : DetectionResult;
}
