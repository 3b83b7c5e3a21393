using RefCnn.CoreML.Schema;
using InterpolationMode = RefCnn.CoreML.Schema.UpsampleLayerParams.Types.InterpolationMode;

namespace RefCnn.CoreML.Validation.Layers;

/// <summary>Layers that work on height and width.</summary>
internal static class PlaneRules
{
    /// <summary>pooling: a padding type is set, even where the whole plane is pooled.</summary>
    public static void Pooling(LayerCheck check)
    {
        PoolingLayerParams stored = check.Layer.Pooling;
        check.Demand(stored.PoolingPaddingTypeCase != PoolingLayerParams.PoolingPaddingTypeOneofCase.None, $"has no padding type; expected valid, same or includeLastPixel, even if empty");
        check.Demand(Enum.IsDefined(stored.Type), $"is of the unknown type {(int)stored.Type}");
        if (!stored.GlobalPooling)
        {
            check.DemandSizes("kernelSize", stored.KernelSize);
            check.DemandSizes("stride", stored.Stride);
        }

        if (stored.Valid is { } valid) check.DemandBorders(valid.PaddingAmounts);
        if (stored.IncludeLastPixel is { } complete) check.Demand(complete.PaddingAmounts.Count is 0 or 2, $"has {complete.PaddingAmounts.Count} padding amounts; expected 2");
    }

    /// <summary>padding: one of its types is set.</summary>
    public static void Padding(LayerCheck check)
    {
        check.Demand(check.Layer.Padding.PaddingTypeCase != PaddingLayerParams.PaddingTypeOneofCase.None, $"has no padding type; expected constant, reflection or replication");
        check.DemandBorders(check.Layer.Padding.PaddingAmounts);
    }

    /// <summary>crop: amounts with one input, an offset with two.</summary>
    public static void Crop(LayerCheck check)
    {
        CropLayerParams stored = check.Layer.Crop;
        check.DemandBorders(stored.CropAmounts);
        check.Demand(check.Layer.Input.Count < 2 || stored.Offset.Count == 2, $"has {stored.Offset.Count} offsets; expected 2, of height and width");
    }

    /// <summary>upsample: two factors, whole or fractional; corners and fractions are of straight lines only.</summary>
    public static void Upsample(LayerCheck check)
    {
        UpsampleLayerParams stored = check.Layer.Upsample;
        bool fractional = stored.FractionalScalingFactor.Count > 0, linear = stored.LinearUpsampleMode != UpsampleLayerParams.Types.LinearUpsampleMode.Default;
        check.Demand(!fractional || (stored.FractionalScalingFactor.Count == 2 && stored.FractionalScalingFactor.All(factor => factor > 0)), $"has {stored.FractionalScalingFactor.Count} fractional factors; expected 2 positive ones");
        check.Demand(!(fractional && stored.ScalingFactor.Count > 0), $"has whole and fractional factors; expected one of them");
        check.DemandSizes("scalingFactor", stored.ScalingFactor, optional: true);
        check.Demand(!fractional || (stored.Mode == InterpolationMode.Bilinear && linear), $"has fractional factors without straight lines by corners or centres");
        check.Demand(!linear || stored.Mode == InterpolationMode.Bilinear, $"says where corners are, but draws no lines");
    }

    /// <summary>resizeBilinear: two sizes and a known way of sampling.</summary>
    public static void ResizeBilinear(LayerCheck check)
    {
        check.DemandSizes("targetSize", check.Layer.ResizeBilinear.TargetSize);
        check.Demand(Enum.IsDefined(check.Layer.ResizeBilinear.Mode?.SamplingMethod ?? default), $"samples in an unknown way");
    }

    /// <summary>reorganizeData: blocks of 2 and more.</summary>
    public static void ReorganizeData(LayerCheck check)
    {
        check.Demand(Enum.IsDefined(check.Layer.ReorganizeData.Mode), $"has the unknown mode {(int)check.Layer.ReorganizeData.Mode}");
        check.Demand(check.Layer.ReorganizeData.BlockSize > 1, $"has blocks of {check.Layer.ReorganizeData.BlockSize}; expected 2 or more");
    }
}
