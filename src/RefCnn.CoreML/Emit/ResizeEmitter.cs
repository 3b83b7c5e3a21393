using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;
using InterpolationMode = RefCnn.CoreML.Schema.UpsampleLayerParams.Types.InterpolationMode;
using LinearUpsampleMode = RefCnn.CoreML.Schema.UpsampleLayerParams.Types.LinearUpsampleMode;

namespace RefCnn.CoreML.Emit;

/// <summary>Sampling anew: upsample by whole factors, and resizeBilinear to any size.</summary>
internal static class ResizeEmitter
{
    private const string Shrinking = "Core ML interpolates between pixel centres where height and width do not shrink";

    /// <summary>Why Core ML cannot express a resize, or null where it can.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Its input.</param>
    public static string? Refusal(Resize layer, Shape input)
    {
        if (input.Rank != 4 || layer.Sizes[0] != input[0] || layer.Sizes[1] != input[1]) return "Core ML resizes height and width of rank 4 only";
        if (layer.Interpolation == ResizeInterpolation.Cubic) return "Core ML has no cubic interpolation";
        if (layer.Antialias || layer.ExcludeOutside) return "Core ML has no antialiasing and always repeats edge samples";
        if (layer.Coordinates == ResizeCoordinates.CropAndResize) return "crop-and-resize needs a region as an input in Core ML";
        bool whole = IsWhole(layer, input), enlarges = layer.Sizes[2] >= input[2] && layer.Sizes[3] >= input[3];
        if (layer.Interpolation == ResizeInterpolation.Nearest)
            return whole && IsBlockCopy(layer) ? null : "Core ML's nearest neighbour repeats samples a whole number of times, and has no other rounding";
        if (layer.Scales is { } scales && Enumerable.Range(0, 4).Any(axis => scales[axis] * input[axis] != layer.Sizes[axis]))
            return "Core ML derives the scale from the sizes";
        return layer.Coordinates switch
        {
            ResizeCoordinates.AlignCorners => null,
            ResizeCoordinates.Asymmetric => null,
            ResizeCoordinates.HalfPixel or ResizeCoordinates.HalfPixelSymmetric => enlarges ? null : Shrinking,
            ResizeCoordinates.PytorchHalfPixel => enlarges && layer.Sizes[2] > 1 && layer.Sizes[3] > 1 ? null : Shrinking,
            _ => $"Core ML has no {layer.Coordinates} coordinates",
        };
    }

    /// <summary>Emits.</summary>
    /// <param name="node">The node.</param>
    public static void Emit(NeuralNetworkNode node)
    {
        var layer = (Resize)node.Layer;
        ulong[] factors = [(ulong)(layer.Sizes[2] / node.Input.Height), (ulong)(layer.Sizes[3] / node.Input.Width)];
        ulong[] size = [(ulong)layer.Sizes[2], (ulong)layer.Sizes[3]];
        if (layer.Interpolation == ResizeInterpolation.Nearest)
        {
            node.Finish(made => made.Upsample = new UpsampleLayerParams { ScalingFactor = { factors }, Mode = InterpolationMode.Nn });
            return;
        }

        switch (layer.Coordinates)
        {
            case ResizeCoordinates.AlignCorners:
                node.Finish(made => made.ResizeBilinear = Bilinear(size, SamplingMode.Types.Method.StrictAlignEndpointsMode));
                break;
            case ResizeCoordinates.Asymmetric when IsWhole(layer, node.Input):
                node.Finish(made => made.Upsample = new UpsampleLayerParams { ScalingFactor = { factors }, Mode = InterpolationMode.Bilinear });
                break;
            case ResizeCoordinates.Asymmetric:
                node.Finish(made => made.ResizeBilinear = Bilinear(size, SamplingMode.Types.Method.UpsampleMode));
                break;
            case var _ when !IsWhole(layer, node.Input):
                node.Finish(made => made.Upsample = new UpsampleLayerParams
                {
                    FractionalScalingFactor = { Factor(node.Input[2], layer.Sizes[2]), Factor(node.Input[3], layer.Sizes[3]) },
                    Mode = InterpolationMode.Bilinear,
                    LinearUpsampleMode = LinearUpsampleMode.AlignCornersFalse,
                });
                break;
            default:
                node.Finish(made => made.Upsample = new UpsampleLayerParams
                {
                    ScalingFactor = { factors },
                    Mode = InterpolationMode.Bilinear,
                    LinearUpsampleMode = LinearUpsampleMode.AlignCornersFalse,
                });
                break;
        }
    }

    /// <summary>Whether height and width grow by whole factors.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Its input, of rank 4.</param>
    public static bool IsWhole(Resize layer, Shape input) =>
        layer.Sizes[2] % input.Height == 0 && layer.Sizes[3] % input.Width == 0
        && Enumerable.Range(2, 2).All(axis => layer.Scale(input, axis) == layer.Sizes[axis] / input[axis]);

    // The size is the extent times the factor, rounded down: a quotient that was rounded down itself would lose a sample.
    private static float Factor(int extent, int size)
    {
        float factor = (float)size / extent;
        return Math.Floor((double)extent * factor) < size ? MathF.BitIncrement(factor) : factor;
    }

    // floor(i / factor): what these conventions have in common when the factor is whole.
    private static bool IsBlockCopy(Resize layer) => layer.Coordinates switch
    {
        ResizeCoordinates.Asymmetric => layer.Rounding == NearestRounding.Floor,
        ResizeCoordinates.HalfPixel or ResizeCoordinates.HalfPixelSymmetric => layer.Rounding is NearestRounding.RoundPreferFloor or NearestRounding.RoundPreferCeil,
        ResizeCoordinates.HalfPixelForNearest => layer.Rounding == NearestRounding.Floor,
        _ => false,
    };

    private static ResizeBilinearLayerParams Bilinear(ulong[] size, SamplingMode.Types.Method method) =>
        new() { TargetSize = { size }, Mode = new SamplingMode { SamplingMethod = method } };
}
