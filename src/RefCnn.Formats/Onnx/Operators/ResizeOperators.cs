using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>Imports Upsample and Resize.</summary>
internal static class ResizeOperators
{
    /// <summary>Upsample 1 (height_scale, width_scale), 7 (attribute), 9 (input): positions i / s, the sample below.</summary>
    /// <param name="node">The node.</param>
    public static void Upsample(OnnxNode node)
    {
        Shape shape = node.Shape(0);
        float[] scales;
        if (node.Opset < 7)
        {
            if (shape.Rank != 4) throw node.Refuse($"input has shape {shape}; expected rank 4 (batch × channels × height × width)");
            scales = [1, 1, node.Attributes.Number("height_scale"), node.Attributes.Number("width_scale")];
        }
        else
        {
            scales = (node.Opset < 9 ? node.Attributes.Numbers("scales") : node.Constant(1).ToSingle().Values)
                ?? throw node.Refuse("has no attribute 'scales'; the operator requires it");
        }

        FromOrigin(node, shape, scales);
    }

    /// <summary>Resize 10 (as Upsample, also downwards), 11, 13 (coordinate modes), 18 (axes, antialias, aspect ratio), 19 (symmetric).</summary>
    /// <param name="node">The node.</param>
    public static void Resize(OnnxNode node)
    {
        Shape shape = node.Shape(0);
        if (node.Opset < 11)
        {
            FromOrigin(node, shape, node.Constant(1).ToSingle().Values);
            return;
        }

        ResizeInterpolation interpolation = Interpolation(node);
        ResizeCoordinates coordinates = Coordinates(node);
        ResizeTarget target = ResizeTarget.Of(node, shape, coordinates == ResizeCoordinates.CropAndResize);
        node.Output(
            new Resize(
                target.Sizes,
                interpolation,
                coordinates,
                Rounding(node),
                target.Scales,
                target.Region,
                node.Attributes.Number("extrapolation_value", 0),
                node.Attributes.Number("cubic_coeff_a", -0.75f),
                node.Attributes.Flag("exclude_outside"),
                node.Opset >= 18 && node.Attributes.Flag("antialias")),
            node.Node(0));
    }

    // Before opset 11, nearest takes the sample below where an axis grows. Where it shrinks, ONNX's own cases for opset 10
    // (resize_downsample_nearest) take the sample above; axes are independent, so a mixed resize is done in two steps.
    private static void FromOrigin(OnnxNode node, Shape shape, float[] scales)
    {
        if (scales.Length != shape.Rank) throw node.Refuse($"has {scales.Length} scales; expected {shape.Rank}, one an axis");
        ResizeInterpolation interpolation = Interpolation(node);
        bool grows = scales.Any(scale => scale > 1), shrinks = scales.Any(scale => scale < 1);
        if (interpolation != ResizeInterpolation.Nearest || !(grows && shrinks))
        {
            node.Output(Layer(shape, scales, interpolation, shrinks), node.Node(0));
            return;
        }

        float[] larger = Array.ConvertAll(scales, scale => Math.Max(scale, 1)), smaller = Array.ConvertAll(scales, scale => Math.Min(scale, 1));
        int grown = node.Step("grown", Layer(shape, larger, interpolation, shrinks: false), node.Node(0));
        node.Output(Layer(node.ShapeOf(grown), smaller, interpolation, shrinks: true), grown);
    }

    private static Resize Layer(Shape shape, float[] scales, ResizeInterpolation interpolation, bool shrinks) => new(
        ResizeTarget.SizesOf(shape, scales),
        interpolation,
        ResizeCoordinates.Asymmetric,
        shrinks ? NearestRounding.Ceil : NearestRounding.Floor,
        [.. scales.Select(scale => (double)scale)]);

    private static ResizeInterpolation Interpolation(OnnxNode node) => node.Attributes.Text("mode", "nearest") switch
    {
        "nearest" => ResizeInterpolation.Nearest,
        "linear" or "bilinear" => ResizeInterpolation.Linear,
        "cubic" when node.Opset >= 11 => ResizeInterpolation.Cubic,
        string other => throw node.Refuse($"attribute 'mode' is '{other}'; expected nearest, linear or, from opset 11 on, cubic"),
    };

    private static ResizeCoordinates Coordinates(OnnxNode node) => node.Attributes.Text("coordinate_transformation_mode", "half_pixel") switch
    {
        "half_pixel" => ResizeCoordinates.HalfPixel,
        "half_pixel_symmetric" => ResizeCoordinates.HalfPixelSymmetric,
        "pytorch_half_pixel" => ResizeCoordinates.PytorchHalfPixel,
        "align_corners" => ResizeCoordinates.AlignCorners,
        "asymmetric" => ResizeCoordinates.Asymmetric,
        "tf_half_pixel_for_nn" => ResizeCoordinates.HalfPixelForNearest,
        "tf_crop_and_resize" => ResizeCoordinates.CropAndResize,
        string other => throw node.Refuse($"attribute 'coordinate_transformation_mode' is '{other}', which ONNX does not define"),
    };

    private static NearestRounding Rounding(OnnxNode node) => node.Attributes.Text("nearest_mode", "round_prefer_floor") switch
    {
        "round_prefer_floor" => NearestRounding.RoundPreferFloor,
        "round_prefer_ceil" => NearestRounding.RoundPreferCeil,
        "floor" => NearestRounding.Floor,
        "ceil" => NearestRounding.Ceil,
        string other => throw node.Refuse($"attribute 'nearest_mode' is '{other}', which ONNX does not define"),
    };
}
