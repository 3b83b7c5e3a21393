using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Emit;

/// <summary>What the reductions of version 1 can express.</summary>
internal static class NeuralNetworkReduction
{
    /// <summary>The axes that version 1 can reduce, or null where the layer reduces others.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Its input, of a shape that fits version 1.</param>
    public static ReduceLayerParams.Types.ReduceAxis? AxisOf(Reduce layer, Shape input)
    {
        int[] axes = [.. layer.Axes.Select(axis => Rank5Form.Axis(input, axis)).Where(axis => axis >= 0).Order()];
        return axes switch
        {
            [0, 1, 2] => ReduceLayerParams.Types.ReduceAxis.Chw,
            [1, 2] => ReduceLayerParams.Types.ReduceAxis.Hw,
            [0] => ReduceLayerParams.Types.ReduceAxis.C,
            [1] => ReduceLayerParams.Types.ReduceAxis.H,
            [2] => ReduceLayerParams.Types.ReduceAxis.W,
            _ => null,
        };
    }
}
