using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants.Faults;

/// <summary>Functions of one value, of two, and of many.</summary>
internal static class ArithmeticFaults
{
    public static FaultFamily Family { get; } = new(
        "arithmetic",
        "authors of element-wise functions, broadcasting and reductions",
        One("magnitude-cut-at-zero", "|x| is taken as max(x, 0).", UnaryFunction.Abs, (x, _) => MathF.Max(x, 0)),
        One("negation-forgotten", "−x is x: fused into a subtraction that is not there.", UnaryFunction.Neg, (x, _) => x),
        One("exponential-of-base-2", "2ˣ is taken.", UnaryFunction.Exp, (x, _) => MathF.Pow(2, x)),
        One("exponential-limited", "Arguments above 80 are cut off.", UnaryFunction.Exp, (x, y) => x > 80 ? MathF.Exp(80) : y),
        One("logarithm-to-base-10", "The logarithm is to base 10.", UnaryFunction.Log, (_, y) => y / MathF.Log(10)),
        One("logarithm-of-zero-limited", "Arguments are at least 1e-12, to avoid −∞.", UnaryFunction.Log, (x, y) => x < 1e-12f ? MathF.Log(1e-12f) : y),
        One("root-of-magnitude", "The root of a negative number is that of its magnitude.", UnaryFunction.Sqrt, (x, y) => x < 0 ? MathF.Sqrt(-x) : y),
        One("root-of-12-bits", "A 12-bit estimate is not refined.", UnaryFunction.Sqrt, (_, y) => ToBits(y, 12)),
        One("reciprocal-of-12-bits", "A 12-bit estimate is not refined.", UnaryFunction.Reciprocal, (_, y) => ToBits(y, 12)),
        One("reciprocal-of-zero-finite", "1/0 is the largest finite number.", UnaryFunction.Reciprocal, (x, y) => float.IsInfinity(y) ? MathF.CopySign(float.MaxValue, x) : y),
        Two("difference-reversed", "b − a is taken.", BinaryFunction.Sub, (_, _, y) => -y),
        Two("quotient-reversed", "b / a is taken.", BinaryFunction.Div, (a, b, _) => b / a),
        Two("quotient-by-12-bit-reciprocal", "a · (1/b) is taken with a 12-bit estimate.", BinaryFunction.Div, (a, b, _) => a * ToBits(1 / b, 12)),
        Two("power-reversed", "bᵃ is taken.", BinaryFunction.Pow, (a, b, _) => MathF.Pow(b, a)),
        Two("power-by-logarithm", "e^(b · log a) is NaN for negative a.", BinaryFunction.Pow, (a, b, _) => MathF.Exp(b * MathF.Log(a))),
        Two("sum-for-product", "Values are added.", BinaryFunction.Mul, (a, b, _) => a + b),
        Two("second-operand-dropped", "A sum has its first operand alone: a residual is lost.", BinaryFunction.Add, (a, _, _) => a),
        Two("maximum-swallows-nan", "A NaN loses the comparison.", BinaryFunction.Max, (a, b, _) => a > b || float.IsNaN(b) ? a : b),
        Two("minimum-swallows-nan", "A NaN loses the comparison.", BinaryFunction.Min, (a, b, _) => a < b || float.IsNaN(b) ? a : b),
        Fault.In<Binary>("aligned-at-first-axes", "Shapes are aligned at their first axes before broadcasting.", AlignedAtFirst),
        Fault.In<Binary>("repeated-flat", "The smaller operand is repeated end to end, whatever its shape.", (b, run) => run.Inputs.Any(x => x.Count == 0) ? null : run.Instead(b, Repeated(run, 0), Repeated(run, 1))),
        Reducing("mean-for-sum", "The sum is divided by the count.", ReduceFunction.Sum, (count, y) => y / count),
        Reducing("sum-for-mean", "The sum is not divided.", ReduceFunction.Mean, (count, y) => y * count),
        Reducing("maximum-starts-at-zero", "The maximum starts at 0.", ReduceFunction.Max, (_, y) => MathF.Max(y, 0)),
        Reducing("minimum-starts-at-zero", "The minimum starts at 0.", ReduceFunction.Min, (_, y) => MathF.Min(y, 0)),
        Reducing("norm-without-root", "The sum of squares is left as it is.", ReduceFunction.L2, (_, y) => y * y),
        Reducing("norm-squares-in-half", "Squares are kept in float16 and overflow.", ReduceFunction.L2, (_, y) => MathF.Sqrt((float)(Half)(y * y))),
        Reducing("product-of-magnitudes", "The sign of a product is lost.", ReduceFunction.Product, (_, y) => MathF.Abs(y)),
        Fault.Taking<Reduce>("first-axis-only", "Only the first of the axes is reduced.", r => r.Axes.Length < 2 ? null : r with { Axes = [r.Axes[0]] }),
        Fault.In<Reduce>("axes-from-the-end", "Axes are counted from the last one.", (r, run) => run.Instead(r with { Axes = [.. r.Axes.Select(axis => run.Input.Shape.Rank - 1 - axis)] })),
        Fault.In<Reduce>("last-sample-dropped", "The loop along the last axis ends one too early.", (r, run) => run.Input.Shape.Rank > 0 && r.Axes.Contains(run.Input.Shape.Rank - 1) && run.Input.Shape[^1] > 1 ? run.Instead(r, ShorterByOne(run.Input)) : null));

    private static Fault One(string name, string sentence, UnaryFunction function, Func<float, float, float> value) =>
        Fault.In<Unary>(name, sentence, (layer, run) => layer.Function == function ? run.Output.Remade(i => value(run.Input[i], run.Output[i])) : null);

    private static Fault Two(string name, string sentence, BinaryFunction function, Func<float, float, float, float> value) => Fault.In<Binary>(name, sentence, (layer, run) =>
    {
        if (layer.Function != function) return null;
        Tensor<float> a = run.Instead(new Expand(run.Shape), run.Inputs[0])!, b = run.Instead(new Expand(run.Shape), run.Inputs[1])!;
        return run.Output.Remade(i => value(a[i], b[i], run.Output[i]));
    });

    private static Fault Reducing(string name, string sentence, ReduceFunction function, Func<int, float, float> value) =>
        Fault.In<Reduce>(name, sentence, (layer, run) => layer.Function != function ? null
            : run.Output.Map(y => value(layer.Axes.Aggregate(1, (product, axis) => product * run.Input.Shape[axis]), y)));

    private static float ToBits(float value, int bits) =>
        float.IsFinite(value) ? BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & ~((1u << (24 - bits)) - 1)) : value;

    private static Tensor<float>? AlignedAtFirst(Binary layer, Execution run)
    {
        (Tensor<float> a, Tensor<float> b) = (run.Inputs[0], run.Inputs[1]);
        int rank = Math.Max(a.Shape.Rank, b.Shape.Rank);
        if (a.Shape.Rank == b.Shape.Rank) return null;
        Tensor<float> Widened(Tensor<float> tensor) => tensor.As(new Shape([.. tensor.Shape.Extents, .. Enumerable.Repeat(1, rank - tensor.Shape.Rank)]));
        return run.Instead(layer, Widened(a), Widened(b));
    }

    private static Tensor<float> Repeated(Execution run, int operand) => new Tensor<float>(run.Shape).Remade(i => run.Inputs[operand][i % run.Inputs[operand].Count]);

    private static Tensor<float> ShorterByOne(Tensor<float> input)
    {
        Shape shape = input.Shape.With(input.Shape.Rank - 1, input.Shape[^1] - 1);
        return new Tensor<float>(shape).AtPlaces(input.At);
    }
}
