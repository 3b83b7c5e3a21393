using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>How <see cref="Resize"/> finds a value between samples.</summary>
public enum ResizeInterpolation
{
    /// <summary>The nearest sample, by a <see cref="NearestRounding"/>.</summary>
    Nearest,

    /// <summary>A straight line between the two neighbours along each axis.</summary>
    Linear,

    /// <summary>A cubic convolution of the four neighbours along each axis (Keys 1981).</summary>
    Cubic,
}

/// <summary>How <see cref="Resize"/> maps an output position i to a position in the input; s is the axis' scale.</summary>
public enum ResizeCoordinates
{
    /// <summary>(i + ½) / s − ½: sample centres at half positions. Keras, OpenCV, ONNX's default.</summary>
    HalfPixel,

    /// <summary>As half-pixel, centred on the input where floor(extent · s) drops part of it (ONNX 19).</summary>
    HalfPixelSymmetric,

    /// <summary>As half-pixel, but 0 where the output has one sample. PyTorch, align_corners=False.</summary>
    PytorchHalfPixel,

    /// <summary>
    /// i · (in − 1) / (out − 1): the first and last samples coincide; 0 where the output has one sample. Caffe's Interp, PyTorch's align_corners=True.
    /// Where scales are given, out is in · s, even if that is not whole (ONNX's published cases).
    /// </summary>
    AlignCorners,

    /// <summary>i / s: the first samples coincide. TensorFlow 1, Core ML's default upsampling.</summary>
    Asymmetric,

    /// <summary>(i + ½) / s: for nearest only (ONNX 11's tf_half_pixel_for_nn).</summary>
    HalfPixelForNearest,

    /// <summary>The region from its start to its end, both as a share of the input (ONNX's tf_crop_and_resize). Positions outside the input give the extrapolation value.</summary>
    CropAndResize,
}

/// <summary>Which sample is nearest.</summary>
public enum NearestRounding
{
    /// <summary>Half goes down.</summary>
    RoundPreferFloor,

    /// <summary>Half goes up.</summary>
    RoundPreferCeil,

    /// <summary>Always down.</summary>
    Floor,

    /// <summary>Always up.</summary>
    Ceil,
}

/// <summary>
/// Samples the input anew along any axes; each axis is interpolated on its own, so that the whole is separable. Kind <c>resize</c>.
/// Neighbours beyond the input repeat its edge sample.
/// <list type="bullet">
/// <item>C1: sizes, and scales and region where given, have one number (the region: start and end) an axis.</item>
/// <item>C2: every size is 1 or more, and so is every extent of an axis that changes.</item>
/// <item>C3: every scale is positive and finite; without cropping, extent · scale is from size − ½ to size + 1.</item>
/// <item>C4: the region is given where coordinates are crop-and-resize, and only there.</item>
/// <item>C5: half-pixel-for-nearest goes with nearest only; antialiasing with linear or cubic only.</item>
/// </list>
/// </summary>
/// <param name="Sizes">The output's extents.</param>
/// <param name="Interpolation">How values between samples are found.</param>
/// <param name="Coordinates">How positions are mapped.</param>
/// <param name="Rounding">Which sample is nearest.</param>
/// <param name="Scales">The scale of each axis where it is not exactly size / extent (ONNX maps by the scale that was asked for), or null.</param>
/// <param name="Region">Starts of all axes, then ends, for crop-and-resize; or null.</param>
/// <param name="ExtrapolationValue">The value outside the input for crop-and-resize.</param>
/// <param name="CubicCoefficient">Keys' a: −0.75 in ONNX and PyTorch, −0.5 in TensorFlow.</param>
/// <param name="ExcludeOutside">Whether neighbours beyond the input get no weight, and the others' weights are scaled to a sum of 1.</param>
/// <param name="Antialias">Whether the interpolating function is stretched over the input samples of one output when an axis shrinks.</param>
public sealed record Resize(
    ImmutableArray<int> Sizes,
    ResizeInterpolation Interpolation = ResizeInterpolation.Nearest,
    ResizeCoordinates Coordinates = ResizeCoordinates.HalfPixel,
    NearestRounding Rounding = NearestRounding.RoundPreferFloor,
    ImmutableArray<double>? Scales = null,
    ImmutableArray<double>? Region = null,
    float ExtrapolationValue = 0,
    double CubicCoefficient = -0.75,
    bool ExcludeOutside = false,
    bool Antialias = false) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "resize";

    /// <summary>The scale of an axis: the one asked for, or size / extent.</summary>
    /// <param name="input">The input's shape.</param>
    /// <param name="axis">The axis.</param>
    public double Scale(Shape input, int axis) => Scales is { } scales ? scales[axis] : (double)Sizes[axis] / input[axis];

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) =>
        Interpolation == ResizeInterpolation.Nearest ? new Accuracy.Exact() : new Accuracy.Conditioned(8 * inputs[0].Rank);

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        Require(!Sizes.IsDefault && Sizes.Length == input.Rank, 1, $"sizes does not have {input.Rank} numbers, one an axis");
        Require(Scales is null || Scales.Value.Length == input.Rank, 1, $"scales has {Scales?.Length} numbers; expected {input.Rank}, one an axis");
        Require(Region is null || Region.Value.Length == 2 * input.Rank, 1, $"region has {Region?.Length} numbers; expected {2 * input.Rank}, a start and an end an axis");
        for (int axis = 0; axis < input.Rank; axis++)
        {
            bool empty = Sizes[axis] < 1 || input[axis] < 1;
            Require(!empty || Sizes[axis] == input[axis], 2, $"axis {axis} goes from extent {input[axis]} to {Sizes[axis]}; expected 1 or more");
            Require(empty || (Scale(input, axis) > 0 && double.IsFinite(Scale(input, axis))), 3, $"axis {axis} has scale {Scale(input, axis)}; expected a positive number");
            double length = Scale(input, axis) * input[axis];
            Require(empty || Coordinates == ResizeCoordinates.CropAndResize || (length >= Sizes[axis] - 0.5 && length <= Sizes[axis] + 1), 3,
                $"axis {axis} goes from extent {input[axis]} to {Sizes[axis]} with scale {Scale(input, axis)}; expected extent × scale from {Sizes[axis] - 0.5} to {Sizes[axis] + 1}");
        }

        Require(Region is not null == (Coordinates == ResizeCoordinates.CropAndResize), 4, $"a region is given exactly where coordinates are crop-and-resize; they are {Coordinates}");
        Require(Coordinates != ResizeCoordinates.HalfPixelForNearest || Interpolation == ResizeInterpolation.Nearest, 5, $"half-pixel-for-nearest goes with nearest, not with {Interpolation}");
        Require(!Antialias || Interpolation != ResizeInterpolation.Nearest, 5, $"antialiasing goes with linear or cubic, not with nearest");
        return new Shape(Sizes.AsSpan());
    }
}
