using RefCnn.CoreML.Schema;
using Case = RefCnn.CoreML.Schema.ActivationParams.NonlinearityTypeOneofCase;

namespace RefCnn.CoreML.Validation.Layers;

/// <summary>Functions of values, and response normalisation.</summary>
internal static class FunctionRules
{
    /// <summary>activation: one of them, written even where it is empty; slopes by channel are at least one.</summary>
    public static void Activation(LayerCheck check)
    {
        ActivationParams stored = check.Layer.Activation;
        check.Demand(stored.NonlinearityTypeCase != Case.None, $"has no activation");
        if (stored.PReLU is { } slopes) ByChannel(check, "slopes", slopes.Alpha);
        if (stored.ParametricSoftplus is not { } parametric) return;
        ByChannel(check, "α", parametric.Alpha);
        ByChannel(check, "β", parametric.Beta);
    }

    /// <summary>unary: a known function, a positive ε.</summary>
    public static void Unary(LayerCheck check)
    {
        check.Demand(Enum.IsDefined(check.Layer.Unary.Type), $"has the unknown function {(int)check.Layer.Unary.Type}");
        check.Demand(check.Layer.Unary.Epsilon >= 0, $"has a negative ε");
    }

    /// <summary>lrn: k is not negative, the size positive.</summary>
    public static void LocalResponse(LayerCheck check)
    {
        check.Demand(check.Layer.Lrn.K >= 0, $"has k = {check.Layer.Lrn.K}; expected 0 or more");
        check.Demand(check.Layer.Lrn.LocalSize > 0, $"has size 0");
    }

    /// <summary>reduce: known mode and axes; the largest index is that of one axis.</summary>
    public static void Reduce(LayerCheck check)
    {
        ReduceLayerParams stored = check.Layer.Reduce;
        check.Demand(Enum.IsDefined(stored.Mode) && Enum.IsDefined(stored.Axis), $"has the unknown mode {(int)stored.Mode} or axis {(int)stored.Axis}");
        bool several = stored.Axis is ReduceLayerParams.Types.ReduceAxis.Chw or ReduceLayerParams.Types.ReduceAxis.Hw;
        check.Demand(stored.Mode != ReduceLayerParams.Types.ReduceOperation.Argmax || !several, $"takes the index of the largest of several axes; expected one");
    }

    private static void ByChannel(LayerCheck check, string what, WeightParams? weights)
    {
        int count = (weights?.FloatValue.Count ?? 0) + (weights?.Float16Value.Length ?? 0) / 2;
        if (check.Demand(count > 0 || weights?.RawValue.Length > 0, $"has no {what}") && count > 0) check.DemandWeights(what, weights, (ulong)count);
    }
}
