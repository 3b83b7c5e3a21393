using RefCnn.CoreML.Schema;
using LayerCase = RefCnn.CoreML.Schema.NeuralNetworkLayer.LayerOneofCase;

namespace RefCnn.CoreML.Validation.Layers;

/// <summary>The rules of each layer of a neural network: how many values it reads and makes, then its own parameters. One line a layer.</summary>
internal static class LayerRules
{
    private const int Any = int.MaxValue;

    private static readonly Dictionary<LayerCase, (int Fewest, int Most, Action<LayerCheck>? Own)> Rules = new()
    {
        [LayerCase.Convolution] = (1, 2, WeightedRules.Convolution),
        [LayerCase.InnerProduct] = (1, 1, WeightedRules.InnerProduct),
        [LayerCase.BatchedMatmul] = (1, 2, WeightedRules.BatchedMatMul),
        [LayerCase.Batchnorm] = (1, 1, WeightedRules.Batchnorm),
        [LayerCase.Scale] = (1, 1, WeightedRules.Scale),
        [LayerCase.Bias] = (1, 1, WeightedRules.Bias),
        [LayerCase.LoadConstant] = (0, 0, WeightedRules.LoadConstant),
        [LayerCase.LoadConstantND] = (0, 0, WeightedRules.LoadConstantND),
        [LayerCase.LayerNormalization] = (1, 1, WeightedRules.LayerNormalization),
        [LayerCase.Activation] = (1, 1, FunctionRules.Activation),
        [LayerCase.Unary] = (1, 1, FunctionRules.Unary),
        [LayerCase.Lrn] = (1, 1, FunctionRules.LocalResponse),
        [LayerCase.Mvn] = (1, 1, check => check.Demand(check.Layer.Mvn.Epsilon >= 0, $"has a negative ε")),
        [LayerCase.L2Normalize] = (1, 1, check => check.Demand(check.Layer.L2Normalize.Epsilon >= 0, $"has a negative ε")),
        [LayerCase.Softmax] = (1, 1, null),
        [LayerCase.SoftmaxND] = (1, 1, null),
        [LayerCase.Clip] = (1, 1, check => check.Demand(check.Layer.Clip.MinVal <= check.Layer.Clip.MaxVal, $"has the limits {check.Layer.Clip.MinVal} and {check.Layer.Clip.MaxVal}")),
        [LayerCase.ClampedReLU] = (1, 1, null),
        [LayerCase.Tanh] = (1, 1, null),
        [LayerCase.Reduce] = (1, 1, FunctionRules.Reduce),
        [LayerCase.ReduceL1] = (1, 1, null),
        [LayerCase.ReduceL2] = (1, 1, null),
        [LayerCase.ReduceMax] = (1, 1, null),
        [LayerCase.ReduceMin] = (1, 1, null),
        [LayerCase.ReduceSum] = (1, 1, null),
        [LayerCase.ReduceProd] = (1, 1, null),
        [LayerCase.ReduceMean] = (1, 1, null),
        [LayerCase.ReduceSumSquare] = (1, 1, null),
        [LayerCase.Add] = (1, Any, null),
        [LayerCase.Multiply] = (1, Any, null),
        [LayerCase.Average] = (1, Any, null),
        [LayerCase.Max] = (2, Any, null),
        [LayerCase.Min] = (2, Any, null),
        [LayerCase.Dot] = (2, 2, null),
        [LayerCase.AddBroadcastable] = (2, Any, null),
        [LayerCase.MultiplyBroadcastable] = (2, Any, null),
        [LayerCase.MaxBroadcastable] = (2, Any, null),
        [LayerCase.MinBroadcastable] = (2, Any, null),
        [LayerCase.SubtractBroadcastable] = (2, 2, null),
        [LayerCase.DivideBroadcastable] = (2, 2, null),
        [LayerCase.PowBroadcastable] = (2, 2, null),
        [LayerCase.Pooling] = (1, 1, PlaneRules.Pooling),
        [LayerCase.Padding] = (1, 1, PlaneRules.Padding),
        [LayerCase.Crop] = (1, 2, PlaneRules.Crop),
        [LayerCase.Upsample] = (1, 1, PlaneRules.Upsample),
        [LayerCase.ResizeBilinear] = (1, 1, PlaneRules.ResizeBilinear),
        [LayerCase.ReorganizeData] = (1, 1, PlaneRules.ReorganizeData),
        [LayerCase.Concat] = (2, Any, null),
        [LayerCase.ConcatND] = (2, Any, null),
        [LayerCase.Split] = (1, 1, ArrangementRules.Split),
        [LayerCase.SplitND] = (1, 1, ArrangementRules.SplitND),
        [LayerCase.Slice] = (1, 1, ArrangementRules.Slice),
        [LayerCase.SliceStatic] = (1, 1, ArrangementRules.SliceStatic),
        [LayerCase.Reshape] = (1, 1, ArrangementRules.Reshape),
        [LayerCase.ReshapeStatic] = (1, 1, ArrangementRules.ReshapeStatic),
        [LayerCase.RankPreservingReshape] = (1, 1, check => check.Demand(check.Layer.RankPreservingReshape.TargetShape.Count > 0, $"has no target shape")),
        [LayerCase.Flatten] = (1, 1, null),
        [LayerCase.FlattenTo2D] = (1, 1, null),
        [LayerCase.Permute] = (1, 1, ArrangementRules.Permute),
        [LayerCase.Transpose] = (1, 1, check => ArrangementRules.DemandPermutation(check, check.Layer.Transpose.Axes)),
        [LayerCase.Squeeze] = (1, 1, check => check.Demand(check.Layer.Squeeze.SqueezeAll || check.Layer.Squeeze.Axes.Count > 0, $"names no axes")),
        [LayerCase.ExpandDims] = (1, 1, check => check.Demand(check.Layer.ExpandDims.Axes.Count > 0, $"names no axes")),
        [LayerCase.ConstantPad] = (1, 2, ArrangementRules.ConstantPad),
        [LayerCase.Tile] = (1, 2, check => check.Demand(check.Layer.Tile.Reps.All(count => count > 0), $"repeats 0 times")),
        [LayerCase.BroadcastToStatic] = (1, 1, check => check.Demand(check.Layer.BroadcastToStatic.TargetShape.Count > 0, $"has no target shape")),
        [LayerCase.Reverse] = (1, 1, null),
        [LayerCase.Copy] = (1, 1, null),
        [LayerCase.Custom] = (0, Any, check => check.Demand(check.Layer.Custom.ClassName.Length > 0, $"has no class")),
    };

    /// <summary>Checks one layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="findings">Where faults go.</param>
    public static void Check(NeuralNetworkLayer layer, Findings findings)
    {
        var check = new LayerCheck(layer, findings);
        if (!Rules.TryGetValue(layer.LayerCase, out (int Fewest, int Most, Action<LayerCheck>? Own) rule))
        {
            findings.PassOver(Describe(layer), "is of a sort that no rule is known for");
            return;
        }

        string expected = rule.Most == Any ? $"{rule.Fewest} or more" : rule.Fewest == rule.Most ? $"{rule.Fewest}" : $"{rule.Fewest} to {rule.Most}";
        check.Demand(layer.Input.Count >= rule.Fewest && layer.Input.Count <= rule.Most, $"has {layer.Input.Count} inputs; expected {expected}");
        bool several = layer.LayerCase is LayerCase.Split or LayerCase.SplitND or LayerCase.Copy or LayerCase.Custom;
        check.Demand(several || layer.Output.Count == 1, $"has {layer.Output.Count} outputs; expected 1");
        rule.Own?.Invoke(check);
    }

    /// <summary>A layer by name and sort.</summary>
    /// <param name="layer">The layer.</param>
    public static string Describe(NeuralNetworkLayer layer) => $"layer '{layer.Name}' ({layer.LayerCase})";
}
