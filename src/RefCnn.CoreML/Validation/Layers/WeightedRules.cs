using Google.Protobuf.Collections;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Validation.Layers;

/// <summary>Layers with weights: their numbers are as declared.</summary>
internal static class WeightedRules
{
    /// <summary>convolution, and its transposition, whose weights lie inputs first.</summary>
    public static void Convolution(LayerCheck check)
    {
        ConvolutionLayerParams stored = check.Layer.Convolution;
        check.Demand(stored.ConvolutionPaddingTypeCase != ConvolutionLayerParams.ConvolutionPaddingTypeOneofCase.None, $"has no padding type; expected valid or same, even if empty");
        if (stored.Valid is { } valid) check.DemandBorders(valid.PaddingAmounts);
        bool sized = check.DemandSizes("kernelSize", stored.KernelSize) & check.DemandSizes("stride", stored.Stride) & check.DemandSizes("dilationFactor", stored.DilationFactor);
        check.DemandSizes("outputShape", stored.OutputShape);
        check.Demand(stored.OutputShape.Count == 0 || stored.IsDeconvolution, $"has an output shape, which only a deconvolution has");
        bool counted = check.Demand(stored.OutputChannels > 0 && stored.KernelChannels > 0, $"has {stored.KernelChannels} to {stored.OutputChannels} channels; expected positive numbers");
        if (!sized || !counted || check.Layer.Input.Count > 1) return;
        ulong groups = Math.Max(1, stored.NGroups), plane = Product(stored.KernelSize, 9);
        check.Demand(stored.OutputChannels % groups == 0, $"has {stored.OutputChannels} output channels in {groups} groups; expected a multiple");
        check.Demand(!stored.IsDeconvolution || stored.KernelChannels % groups == 0, $"has {stored.KernelChannels} input channels in {groups} groups; expected a multiple");
        ulong expected = stored.KernelChannels * plane * (stored.IsDeconvolution ? stored.OutputChannels / groups : stored.OutputChannels);
        check.DemandWeights("weights", stored.Weights, expected, stored.OutputChannels);
        Biases(check, stored.HasBias, stored.Weights, stored.Bias, stored.OutputChannels);
    }

    /// <summary>innerProduct.</summary>
    public static void InnerProduct(LayerCheck check)
    {
        InnerProductLayerParams stored = check.Layer.InnerProduct;
        if (!check.Demand(stored is { InputChannels: > 0, OutputChannels: > 0 }, $"has {stored.InputChannels} to {stored.OutputChannels} channels; expected positive numbers")) return;
        check.DemandWeights("weights", stored.Weights, stored.InputChannels * stored.OutputChannels, stored.OutputChannels);
        Biases(check, stored.HasBias, stored.Weights, stored.Bias, stored.OutputChannels);
    }

    /// <summary>batchedMatmul: of two inputs, or of one and weights.</summary>
    public static void BatchedMatMul(LayerCheck check)
    {
        BatchedMatMulLayerParams stored = check.Layer.BatchedMatmul;
        if (check.Layer.Input.Count != 1) return;
        check.DemandWeights("weights", stored.Weights, stored.WeightMatrixFirstDimension * stored.WeightMatrixSecondDimension, stored.WeightMatrixSecondDimension);
        Biases(check, stored.HasBias, stored.Weights, stored.Bias, stored.WeightMatrixSecondDimension);
    }

    /// <summary>batchnorm: mean and variance are given, unless they are those of each instance.</summary>
    public static void Batchnorm(LayerCheck check)
    {
        BatchnormLayerParams stored = check.Layer.Batchnorm;
        check.Demand(stored.Channels > 0, $"has 0 channels");
        check.Demand(stored.Epsilon >= 0, $"has a negative ε");
        check.Demand(!stored.InstanceNormalization || stored.ComputeMeanVar, $"normalises instances without computing mean and variance");
        check.DemandWeights("scales", stored.Gamma, stored.Channels);
        check.DemandWeights("shifts", stored.Beta, stored.Channels);
        if (stored.ComputeMeanVar) return;
        check.DemandWeights("means", stored.Mean, stored.Channels);
        check.DemandWeights("variances", stored.Variance, stored.Channels);
    }

    /// <summary>scale: shapes of 1 or 3 extents.</summary>
    public static void Scale(LayerCheck check)
    {
        ScaleLayerParams stored = check.Layer.Scale;
        Shaped(check, "scales", stored.ShapeScale, stored.Scale);
        if (stored.HasBias) Shaped(check, "biases", stored.ShapeBias, stored.Bias);
    }

    /// <summary>bias.</summary>
    public static void Bias(LayerCheck check) => Shaped(check, "biases", check.Layer.Bias.Shape, check.Layer.Bias.Bias);

    /// <summary>loadConstant: [C, H, W].</summary>
    public static void LoadConstant(LayerCheck check)
    {
        LoadConstantLayerParams stored = check.Layer.LoadConstant;
        if (check.DemandSizes("shape", stored.Shape, 3, optional: false)) check.DemandWeights("values", stored.Data, Product(stored.Shape, 1));
    }

    /// <summary>loadConstantND: any shape of 1 to 5 extents.</summary>
    public static void LoadConstantND(LayerCheck check)
    {
        LoadConstantNDLayerParams stored = check.Layer.LoadConstantND;
        check.Demand(stored.Shape.Count is >= 1 and <= 5, $"has {stored.Shape.Count} dimensions; expected 1 to 5");
        check.DemandWeights("values", stored.Data, Product(stored.Shape, 1));
    }

    /// <summary>layerNormalization: scales and shifts of the normalised shape.</summary>
    public static void LayerNormalization(LayerCheck check)
    {
        LayerNormalizationLayerParams stored = check.Layer.LayerNormalization;
        ulong count = stored.NormalizedShape.Aggregate(1UL, (product, extent) => product * (ulong)Math.Max(0, extent));
        check.Demand(stored.NormalizedShape.Count > 0, $"has no normalised shape");
        check.DemandWeights("scales", stored.Gamma, count);
        check.DemandWeights("shifts", stored.Beta, count);
    }

    private static void Biases(LayerCheck check, bool wanted, WeightParams? weights, WeightParams? bias, ulong expected)
    {
        if (!wanted) return;
        check.DemandWeights("biases", bias, expected, expected);
        check.DemandSameWidth(weights, bias);
    }

    private static void Shaped(LayerCheck check, string what, RepeatedField<ulong> shape, WeightParams? weights)
    {
        bool known = check.Demand(shape.Count is 1 or 3 && shape.All(extent => extent > 0), $"has {what} of shape [{string.Join(", ", shape)}]; expected 1 or 3 positive extents");
        if (known) check.DemandWeights(what, weights, Product(shape, 1), shape[0]);
    }

    private static ulong Product(RepeatedField<ulong> extents, ulong otherwise) => extents.Count == 0 ? otherwise : extents.Aggregate(1UL, (product, extent) => product * extent);
}
