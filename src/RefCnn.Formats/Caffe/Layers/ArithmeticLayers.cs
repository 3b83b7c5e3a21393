using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Caffe.Schema;
using Operation = RefCnn.Formats.Caffe.Schema.EltwiseParameter.Types.EltwiseOp;
using Reducing = RefCnn.Formats.Caffe.Schema.ReductionParameter.Types.ReductionOp;

namespace RefCnn.Formats.Caffe.Layers;

/// <summary>Imports sums, products and maxima of blobs, and reductions.</summary>
internal static class ArithmeticLayers
{
    /// <summary>Eltwise: a product, a sum with coefficients, or a maximum of two blobs or more, one after the other.</summary>
    /// <param name="layer">The layer.</param>
    public static void Eltwise(CaffeLayer layer)
    {
        EltwiseParameter parameters = layer.Parameters.EltwiseParam ?? new EltwiseParameter();
        int count = layer.InputCount;
        if (count < 2) throw layer.Refuse($"reads {count} blobs; expected 2 or more");
        if (parameters.Coeff.Count != 0 && (parameters.Operation != Operation.Sum || parameters.Coeff.Count != count))
            throw layer.Refuse($"has {parameters.Coeff.Count} coefficients for a {parameters.Operation} of {count} blobs; expected one a blob, and only for SUM");
        for (int i = 1; i < count; i++)
        {
            if (layer.Shape(i) != layer.Shape()) throw layer.Refuse($"input {i} has shape {layer.Shape(i)}; expected {layer.Shape()}, that of input 0");
        }

        var function = new Binary(parameters.Operation switch { Operation.Prod => BinaryFunction.Mul, Operation.Max => BinaryFunction.Max, _ => BinaryFunction.Add });
        int[] operands = [.. Enumerable.Range(0, count).Select(i => Operand(layer, parameters, i))];
        int result = operands[0];
        for (int i = 1; i < count - 1; i++) result = layer.Step($"partial{i}", function, result, operands[i]);
        layer.Output(function, result, operands[^1]);
    }

    /// <summary>Reduction of all axes from one on: a sum, of magnitudes or squares too, or a mean, times a coefficient.</summary>
    /// <param name="layer">The layer.</param>
    public static void Reduction(CaffeLayer layer)
    {
        ReductionParameter parameters = layer.Parameters.ReductionParam ?? new ReductionParameter();
        Shape input = layer.Shape();
        int axis = layer.Axis(parameters.Axis, input.Rank), values = layer.Node();
        if (parameters.Operation == Reducing.Asum) values = layer.Step("magnitudes", new Unary(UnaryFunction.Abs), values);
        if (parameters.Operation == Reducing.Sumsq) values = layer.Step("squares", new Binary(BinaryFunction.Mul), values, values);
        ReduceFunction function = parameters.Operation == Reducing.Mean ? ReduceFunction.Mean : ReduceFunction.Sum;
        var reduce = new Reduce(function, [.. Enumerable.Range(axis, input.Rank - axis)], KeepDimensions: false);
        if (parameters.Coeff == 1) layer.Output(reduce, values);
        else layer.Output(new Binary(BinaryFunction.Mul), layer.Step("reduced", reduce, values), layer.Number("coefficient", parameters.Coeff));
    }

    private static int Operand(CaffeLayer layer, EltwiseParameter parameters, int input)
    {
        if (parameters.Coeff.Count == 0 || parameters.Coeff[input] == 1) return layer.Node(input);
        return layer.Step($"scaled{input}", new Binary(BinaryFunction.Mul), layer.Node(input), layer.Number($"coefficient{input}", parameters.Coeff[input]));
    }
}
