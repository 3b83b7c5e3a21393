using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Lowering;

/// <summary>Reductions and constants.</summary>
internal static class ArithmeticLowering
{
    /// <summary>Reductions keep their axes; those that should go are reshaped away. Without axes there is nothing to do.</summary>
    public static int Reduce(LoweringStep step)
    {
        var layer = (Reduce)step.Layer;
        if (layer.Axes.IsEmpty)
            return layer.Function == ReduceFunction.L2 ? step.Finish(new Unary(UnaryFunction.Abs), step.Input) : step.Finish(new Identity(), step.Input);
        if (layer.KeepDimensions) return step.Keep();
        Shape result = layer.InferShape(step.InputShape);
        return step.Finish(new Reshape(result), step.Add(layer with { KeepDimensions = true }, step.Input));
    }

    /// <summary>A scalar becomes one value of rank 1.</summary>
    public static int Constant(LoweringStep step)
    {
        Tensor<float> value = ((Constant)step.Layer).Value;
        return value.Shape.Rank > 0 ? step.Keep() : step.Finish(new Constant(value.As(new Shape(1))));
    }
}
