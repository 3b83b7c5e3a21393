using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Emit;

/// <summary>Products of matrices, functions of one or two values, and reductions.</summary>
internal static class ProgramArithmetic
{
    /// <summary>linear.</summary>
    public static void Dense(ProgramNode node)
    {
        var layer = (Dense)node.Layer;
        node.X().Bind("weight", layer.Weight.Shape, layer.Weight.Values).BindIfAny("bias", layer.Bias).Finish("linear");
    }

    /// <summary>matmul.</summary>
    public static void MatMul(ProgramNode node) => node.X().Values("y", node.Inputs[1])
        .Bind("transpose_x", MilValues.Of(false)).Bind("transpose_y", MilValues.Of(false)).Finish("matmul");

    /// <summary>maximum, then minimum: where the limits cross, the upper one wins; infinite limits are left out.</summary>
    public static void Clip(ProgramNode node)
    {
        var layer = (Clip)node.Layer;
        bool below = layer.Minimum > float.NegativeInfinity, above = layer.Maximum < float.PositiveInfinity;
        if (below && above)
        {
            string limited = node.X().Bind("y", layer.Minimum).Step("maximum");
            node.Values("x", limited).Bind("y", layer.Maximum).Finish("minimum");
        }
        else if (below)
        {
            node.X().Bind("y", layer.Minimum).Finish("maximum");
        }
        else if (above)
        {
            node.X().Bind("y", layer.Maximum).Finish("minimum");
        }
        else
        {
            node.X().Finish("identity");
        }
    }

    /// <summary>A logarithm's ε is bound to 0, and a reciprocal is a quotient, for the operations' own ε are not.</summary>
    public static void Unary(ProgramNode node)
    {
        switch (((Unary)node.Layer).Function)
        {
            case UnaryFunction.Abs: node.X().Finish("abs"); break;
            case UnaryFunction.Neg: node.X().Bind("y", -1.0).Finish("mul"); break;
            case UnaryFunction.Exp: node.X().Finish("exp"); break;
            case UnaryFunction.Log: node.X().Bind("epsilon", 0.0).Finish("log"); break;
            case UnaryFunction.Sqrt: node.X().Finish("sqrt"); break;
            default: node.Bind("x", 1.0).Values("y", node.Inputs[0]).Finish("real_div"); break;
        }
    }

    /// <summary>The functions broadcast as NumPy's do.</summary>
    public static void Binary(ProgramNode node) => node.X().Values("y", node.Inputs[1]).Finish(((Binary)node.Layer).Function switch
    {
        BinaryFunction.Add => "add",
        BinaryFunction.Sub => "sub",
        BinaryFunction.Mul => "mul",
        BinaryFunction.Div => "real_div",
        BinaryFunction.Min => "minimum",
        BinaryFunction.Max => "maximum",
        _ => "pow",
    });

    /// <summary>Reductions that keep their axes.</summary>
    public static void Reduce(ProgramNode node)
    {
        var layer = (Reduce)node.Layer;
        int[] axes = [.. layer.Axes];
        node.X().Bind("axes", MilValues.Of(axes)).Bind("keep_dims", MilValues.Of(true)).Finish(layer.Function switch
        {
            ReduceFunction.Mean => "reduce_mean",
            ReduceFunction.Sum => "reduce_sum",
            ReduceFunction.Product => "reduce_prod",
            ReduceFunction.Max => "reduce_max",
            ReduceFunction.Min => "reduce_min",
            _ => "reduce_l2_norm",
        });
    }
}
