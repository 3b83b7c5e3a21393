using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;
using Operation = RefCnn.CoreML.Schema.UnaryFunctionLayerParams.Types.Operation;
using ReduceOperation = RefCnn.CoreML.Schema.ReduceLayerParams.Types.ReduceOperation;

namespace RefCnn.CoreML.Emit;

/// <summary>Functions of one or two values, reductions and constants.</summary>
internal static class ArithmeticEmitters
{
    /// <summary>The value itself: version 1 has no copy, and 1 · x + 0 is one.</summary>
    public static void Identity(NeuralNetworkNode node) => node.Finish(made => made.Activation = ActivationEmitters.Linear(1, 0));

    /// <summary>unary, or linear for a change of sign. A reciprocal is the power −1: the inverse adds an ε of its own.</summary>
    public static void Unary(NeuralNetworkNode node)
    {
        switch (((Unary)node.Layer).Function)
        {
            case UnaryFunction.Neg:
                node.Finish(made => made.Activation = ActivationEmitters.Linear(-1, 0));
                break;
            case UnaryFunction.Reciprocal:
                node.Finish(made => made.Unary = new UnaryFunctionLayerParams { Type = Operation.Power, Alpha = -1, Scale = 1 });
                break;
            case UnaryFunction function:
                Operation type = function switch
                {
                    UnaryFunction.Abs => Operation.Abs,
                    UnaryFunction.Exp => Operation.Exp,
                    UnaryFunction.Log => Operation.Log,
                    _ => Operation.Sqrt,
                };
                node.Finish(made => made.Unary = new UnaryFunctionLayerParams { Type = type, Scale = 1 });
                break;
        }
    }

    /// <summary>add, multiply, max and min of version 1 where the shapes allow, the broadcastable layers otherwise.</summary>
    public static void Binary(NeuralNetworkNode node)
    {
        BinaryFunction function = ((Binary)node.Layer).Function;
        node.Finish(made =>
        {
            if (node.Exact) Broadcastable(made, function);
            else Plain(made, function);
        });
    }

    /// <summary>reduce of version 1 where it has the axes, the reductions by axes otherwise.</summary>
    public static void Reduce(NeuralNetworkNode node)
    {
        var layer = (Reduce)node.Layer;
        node.Finish(made =>
        {
            if (node.Exact) ByAxes(made, layer);
            else made.Reduce = new ReduceLayerParams { Mode = ModeOf(layer.Function), Axis = NeuralNetworkReduction.AxisOf(layer, node.Input)!.Value };
        });
    }

    /// <summary>loadConstant, or loadConstantND.</summary>
    public static void Constant(NeuralNetworkNode node)
    {
        Tensor<float> value = ((Constant)node.Layer).Value;
        node.Finish([], made =>
        {
            if (node.Exact)
            {
                made.LoadConstantND = new LoadConstantNDLayerParams { Data = node.Weights(value.Span) };
                foreach (int extent in value.Shape.Extents) made.LoadConstantND.Shape.Add((ulong)extent);
                return;
            }

            made.LoadConstant = new LoadConstantLayerParams { Data = node.Weights(value.Span) };
            made.LoadConstant.Shape.Add(Rank5Form.Of(value.Shape).Select(extent => (ulong)extent));
        });
    }

    private static void Plain(NeuralNetworkLayer made, BinaryFunction function)
    {
        switch (function)
        {
            case BinaryFunction.Add: made.Add = new AddLayerParams(); break;
            case BinaryFunction.Mul: made.Multiply = new MultiplyLayerParams(); break;
            case BinaryFunction.Min: made.Min = new MinLayerParams(); break;
            default: made.Max = new MaxLayerParams(); break;
        }
    }

    private static void Broadcastable(NeuralNetworkLayer made, BinaryFunction function)
    {
        switch (function)
        {
            case BinaryFunction.Add: made.AddBroadcastable = new AddBroadcastableLayerParams(); break;
            case BinaryFunction.Sub: made.SubtractBroadcastable = new SubtractBroadcastableLayerParams(); break;
            case BinaryFunction.Mul: made.MultiplyBroadcastable = new MultiplyBroadcastableLayerParams(); break;
            case BinaryFunction.Div: made.DivideBroadcastable = new DivideBroadcastableLayerParams(); break;
            case BinaryFunction.Min: made.MinBroadcastable = new MinBroadcastableLayerParams(); break;
            case BinaryFunction.Max: made.MaxBroadcastable = new MaxBroadcastableLayerParams(); break;
            default: made.PowBroadcastable = new PowBroadcastableLayerParams(); break;
        }
    }

    private static ReduceOperation ModeOf(ReduceFunction function) => function switch
    {
        ReduceFunction.Mean => ReduceOperation.Avg,
        ReduceFunction.Sum => ReduceOperation.Sum,
        ReduceFunction.Product => ReduceOperation.Prod,
        ReduceFunction.Max => ReduceOperation.Max,
        ReduceFunction.Min => ReduceOperation.Min,
        _ => ReduceOperation.L2,
    };

    private static void ByAxes(NeuralNetworkLayer made, Reduce layer)
    {
        long[] axes = [.. layer.Axes.Select(axis => (long)axis)];
        switch (layer.Function)
        {
            case ReduceFunction.Mean: made.ReduceMean = new ReduceMeanLayerParams { Axes = { axes }, KeepDims = true }; break;
            case ReduceFunction.Sum: made.ReduceSum = new ReduceSumLayerParams { Axes = { axes }, KeepDims = true }; break;
            case ReduceFunction.Product: made.ReduceProd = new ReduceProdLayerParams { Axes = { axes }, KeepDims = true }; break;
            case ReduceFunction.Max: made.ReduceMax = new ReduceMaxLayerParams { Axes = { axes }, KeepDims = true }; break;
            case ReduceFunction.Min: made.ReduceMin = new ReduceMinLayerParams { Axes = { axes }, KeepDims = true }; break;
            default: made.ReduceL2 = new ReduceL2LayerParams { Axes = { axes }, KeepDims = true }; break;
        }
    }
}
