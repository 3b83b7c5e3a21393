using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Schema;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Writes Resize.</summary>
internal static class ResizeExporter
{
    /// <summary>Resize by scales where the layer has them, otherwise by sizes: ONNX takes only one. A vector is resized as a map of one row, which is what engines interpolate.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void Resize(ExportNode node, Resize layer)
    {
        bool vector = node.Shape.Rank == 1 && layer.Interpolation != ResizeInterpolation.Nearest;
        int added = vector ? 3 : 0;
        string input = vector ? RearrangementExporters.View(node, "map", node.Input, new Shape(1, 1, 1, node.Shape[0])) : node.Input;
        string region = layer.Region is { } bounds ? node.Singles("region", Region(bounds, added)) : string.Empty;
        string[] operands = layer.Scales is null
            ? [input, region, string.Empty, node.Integers("sizes", Enumerable.Repeat(1L, added).Concat(layer.Sizes.Select(size => (long)size)))]
            : [input, region, Scales(node, layer, added)];
        List<AttributeProto> attributes =
        [
            ExportAttribute.Text("mode", layer.Interpolation switch { ResizeInterpolation.Linear => "linear", ResizeInterpolation.Cubic => "cubic", _ => "nearest" }),
            ExportAttribute.Text("coordinate_transformation_mode", Mode(layer.Coordinates)),
            ExportAttribute.Text("nearest_mode", Mode(layer.Rounding)),
            ExportAttribute.Number("extrapolation_value", layer.ExtrapolationValue),
            ExportAttribute.Number("cubic_coeff_a", layer.CubicCoefficient),
            ExportAttribute.Integer("exclude_outside", layer.ExcludeOutside ? 1 : 0),
        ];
        if (layer.Antialias) attributes.Add(ExportAttribute.Integer("antialias", 1));
        if (vector) RearrangementExporters.Reshape(node, node.Step("resized", "Resize", operands, [.. attributes]));
        else node.Output("Resize", operands, [.. attributes]);
    }

    private static IEnumerable<double> Region(ImmutableArray<double> bounds, int added) =>
        [.. Enumerable.Repeat(0.0, added), .. bounds[..(bounds.Length / 2)], .. Enumerable.Repeat(1.0, added), .. bounds[(bounds.Length / 2)..]];

    private static string Scales(ExportNode node, Resize layer, int added)
    {
        for (int axis = 0; axis < layer.Sizes.Length; axis++)
        {
            float scale = (float)layer.Scales!.Value[axis];
            if ((long)Math.Floor(node.Shape[axis] * scale) != layer.Sizes[axis])
                throw node.Refuse($"axis {axis} goes from {node.Shape[axis]} to {layer.Sizes[axis]} with scale {scale}; ONNX takes floor(extent × scale): leave the scales out");
        }

        return node.Singles("scales", Enumerable.Repeat(1.0, added).Concat(layer.Scales!.Value));
    }

    private static string Mode(ResizeCoordinates coordinates) => coordinates switch
    {
        ResizeCoordinates.HalfPixelSymmetric => "half_pixel_symmetric",
        ResizeCoordinates.PytorchHalfPixel => "pytorch_half_pixel",
        ResizeCoordinates.AlignCorners => "align_corners",
        ResizeCoordinates.Asymmetric => "asymmetric",
        ResizeCoordinates.HalfPixelForNearest => "tf_half_pixel_for_nn",
        ResizeCoordinates.CropAndResize => "tf_crop_and_resize",
        _ => "half_pixel",
    };

    private static string Mode(NearestRounding rounding) => rounding switch
    {
        NearestRounding.RoundPreferCeil => "round_prefer_ceil",
        NearestRounding.Floor => "floor",
        NearestRounding.Ceil => "ceil",
        _ => "round_prefer_floor",
    };
}
