using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Keras.Layers;

/// <summary>Imports normalisations.</summary>
internal static class NormalizationLayers
{
    /// <summary>BatchNormalization along its axis, which must be that of the channels.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Batch(KerasLayer layer)
    {
        KerasTensor input = layer.Input();
        int axis = layer.Axis(layer.Config.Integers("axis") is [int stated] ? stated : -1, input.Rank);
        bool isPicture = input.Rank == 4 && axis == 3;
        if (!isPicture && axis != 1) throw layer.Refuse($"normalises axis {axis} of {input.Rank}; expected 1, or the last of a picture");
        int node = isPicture ? input.Planar(channelsLast: true) : input.Natural;
        var channels = new Shape(layer.ShapeOf(node)[1]);
        var norm = new BatchNorm(
            layer.Weight("moving_mean", channels),
            layer.Weight("moving_variance", channels),
            layer.Config.Flag("scale", true) ? layer.Weight("gamma", channels) : null,
            layer.Config.Flag("center", true) ? layer.Weight("beta", channels) : null,
            layer.Config.Number("epsilon") ?? 1e-3);
        return layer.Output(norm, isPicture, node);
    }

    /// <summary>LayerNormalization along the last axis.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Layer(KerasLayer layer)
    {
        int node = layer.Input().Natural, rank = layer.Input().Rank;
        int axis = layer.Axis(layer.Config.Integers("axis") is [int stated] ? stated : -1, rank);
        if (axis != rank - 1) throw layer.Refuse($"normalises axis {axis} of {rank}; expected the last");
        var extent = new Shape(layer.ShapeOf(node)[axis]);
        Tensor<float>? scale = layer.Config.Flag("scale", true) ? layer.Weight("gamma", extent) : null, shift = layer.Config.Flag("center", true) ? layer.Weight("beta", extent) : null;
        int result = layer.Step("normalized", new MeanVarianceNorm([axis], Epsilon: layer.Config.Number("epsilon") ?? 1e-3, Placement: EpsilonPlacement.InsideRoot), node);
        if (scale is not null) result = layer.Step("scaled", new Binary(BinaryFunction.Mul), result, layer.Step("gamma", new Constant(scale)));
        if (shift is not null) result = layer.Step("shifted", new Binary(BinaryFunction.Add), result, layer.Step("beta", new Constant(shift)));
        return layer.Output(new Identity(), isMoved: false, result);
    }

    /// <summary>Normalization: (x − mean) / max(√variance, 10⁻⁷), along the last axis.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Statistics(KerasLayer layer)
    {
        int node = layer.Input().Natural;
        if (layer.Config.Flag("invert", false)) throw layer.Refuse("inverts its statistics; expected 'invert' false");
        Tensor<float> mean = layer.Weight("mean"), variance = layer.Weight("variance");
        int centred = layer.Step("centred", new Binary(BinaryFunction.Sub), node, layer.Step("mean", new Constant(mean)));
        return layer.Output(new Binary(BinaryFunction.Div), isMoved: false, centred, layer.Step("deviation", new Constant(variance.Map(value => Math.Max(MathF.Sqrt(value), 1e-7f)))));
    }

    /// <summary>Rescaling: x · scale + offset.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Rescaling(KerasLayer layer)
    {
        double scale = layer.Config.Number("scale") ?? throw layer.Refuse("has no 'scale'"), offset = layer.Config.Number("offset") ?? 0;
        KerasTensor input = layer.Input();
        int scaled = layer.Step("scaled", new Binary(BinaryFunction.Mul), input.Node, layer.Number("scale", scale));
        return layer.Output(new Binary(BinaryFunction.Add), input.IsMoved, scaled, layer.Number("offset", offset));
    }
}
