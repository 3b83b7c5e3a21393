using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using RefCnn.Core;
using RefCnn.Networks.Detection;

namespace RefCnn.Conformance;

/// <summary>
/// The verdict on the steps between networks. They are not an engine's: every engine's map goes through the same code, which computes in double. Expected
/// numbers are worked out by hand, so a value may differ by 2⁻⁴⁹ of itself (a few roundings of double), of the picture's largest value, plus float32's
/// rounding, in a crop. Classes, order and count of boxes must agree exactly.
/// </summary>
public static class DetectionVerifier
{
    /// <summary>What results of detection vectors have in place of a layer kind.</summary>
    public const string Kind = "detection";

    /// <summary>Computes a case and compares.</summary>
    /// <param name="vector">The case.</param>
    public static CaseResult Verify(DetectionCase vector)
    {
        var clock = Stopwatch.StartNew();
        (double? margin, string message) = Judge(vector);
        bool passes = message.Length == 0 && margin is null or <= 1;
        if (!passes && message.Length == 0) message = $"a value is {margin:g3} times the allowed error from the expected";
        return new CaseResult(vector.Id, Kind, "steps", passes ? Verdict.Pass : Verdict.Fail, margin, clock.Elapsed.TotalMilliseconds, message);
    }

    private static (double? Margin, string Message) Judge(DetectionCase vector)
    {
        DetectionResult actual;
        try
        {
            actual = Compute(vector.Step);
        }
        catch (RefCnnException refusal)
        {
            return vector.Expected is DetectionResult.Refused ? (null, "") : (null, $"is refused: {refusal.Message}");
        }

        return (vector.Expected, actual) switch
        {
            (DetectionResult.Boxes expected, DetectionResult.Boxes boxes) => CompareBoxes(expected.Items, boxes.Items),
            (DetectionResult.Cropped expected, DetectionResult.Cropped crop) => CompareCrops(expected.Picture, crop.Picture),
            _ => (null, "is accepted; expected a refusal"),
        };
    }

    private static DetectionResult Compute(DetectionStep step) => step switch
    {
        DetectionStep.Decode decode => new DetectionResult.Boxes(YoloDecoder.Decode(decode.Map, decode.Anchors, decode.Threshold)),
        DetectionStep.Suppress suppress => new DetectionResult.Boxes(NonMaximumSuppression.Keep(suppress.Boxes, suppress.Limit)),
        DetectionStep.Crop crop => new DetectionResult.Cropped(CropResize.Apply(crop.Picture, crop.Box, crop.Height, crop.Width).ToDouble()),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "not a step"),
    };

    private static (double? Margin, string Message) CompareBoxes(ImmutableArray<DetectedBox> expected, ImmutableArray<DetectedBox> actual)
    {
        if (expected.Length != actual.Length) return (null, $"gives {actual.Length} boxes; expected {expected.Length}");
        double margin = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i].Class != actual[i].Class) return (null, $"box {i} is of class {actual[i].Class}; expected {expected[i].Class}");
            double[] wanted = Numbers(expected[i]), given = Numbers(actual[i]);
            for (int k = 0; k < wanted.Length; k++)
            {
                double part = Ratio(wanted[k], given[k], Math.Abs(wanted[k]) * Rounding);
                if (!(part <= 1)) return (part, string.Create(CultureInfo.InvariantCulture, $"box {i}: number {k} is {given[k]:r}; expected {wanted[k]:r}"));
                margin = Math.Max(margin, part);
            }
        }

        return (margin, "");
    }

    private static (double? Margin, string Message) CompareCrops(Tensor<double> expected, Tensor<double> actual)
    {
        if (expected.Shape != actual.Shape) return (null, $"gives {actual.Shape}; expected {expected.Shape}");
        double largest = expected.Values.Select(Math.Abs).DefaultIfEmpty(0).Max(), margin = 0;
        for (int i = 0; i < expected.Count; i++)
        {
            double part = Ratio(expected[i], actual[i], (largest * Rounding) + (Math.Abs(expected[i]) * SingleRounding));
            if (!(part <= 1)) return (part, string.Create(CultureInfo.InvariantCulture, $"value {i} is {actual[i]:r}; expected {expected[i]:r}"));
            margin = Math.Max(margin, part);
        }

        return (margin, "");
    }

    private static double Ratio(double expected, double actual, double allowed) => expected == actual ? 0 : Math.Abs(expected - actual) / allowed;

    private static double[] Numbers(DetectedBox box) => [box.X, box.Y, box.Width, box.Height, box.Score];

    private static readonly double Rounding = Math.ScaleB(1, -49);

    private static readonly double SingleRounding = Math.ScaleB(1, -24);
}
