using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using RefCnn.Conformance.Bounds;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance;

/// <summary>Runs one layer vector on one backend and gives the verdict.</summary>
public static class LayerVerifier
{
    /// <summary>Verifies.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="backend">The backend.</param>
    /// <param name="options">Threads.</param>
    /// <param name="cancellation">Gives up.</param>
    public static CaseResult Verify(VectorCase vector, IBackend backend, CompileOptions options, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        (Verdict verdict, double? margin, string message) = Judge(vector, backend, options, cancellation);
        return new CaseResult(vector.Id, vector.Kind, backend.Name, verdict, margin, clock.Elapsed.TotalMilliseconds, message);
    }

    /// <summary>The network of one layer by which a vector is judged.</summary>
    /// <param name="vector">The vector.</param>
    /// <exception cref="NetworkException">The vector's layer refuses its inputs.</exception>
    public static Network NetworkOf(VectorCase vector)
    {
        var builder = new NetworkBuilder(vector.Id);
        int[] inputs = vector.Layer is Input ? [] : [.. vector.Inputs.Select((tensor, i) => builder.Input($"input{i}", tensor.Shape))];
        builder.Output("output", builder.Add("layer", vector.Layer, inputs));
        return builder.Build();
    }

    private static (Verdict Verdict, double? Margin, string Message) Judge(
        VectorCase vector, IBackend backend, CompileOptions options, CancellationToken cancellation)
    {
        if (backend.UnavailableReason is { } unavailable) return (Verdict.Unavailable, null, unavailable);
        if (vector.Expected is Expectation.Invalid invalid) return JudgeRefusal(vector, invalid.Rule);
        if (backend.UnsupportedReason(vector.Layer, [.. vector.Inputs.Select(input => input.Shape)]) is { } unsupported) return (Verdict.Unsupported, null, unsupported);

        Tensor<double> expected = ((Expectation.Valid)vector.Expected).Output;
        ImmutableArray<Tensor<double>> runs;
        PrecisionClass precision;
        try
        {
            (runs, precision) = Run(vector, backend, options, cancellation);
        }
        catch (RefCnnException fault)
        {
            return (Verdict.Fail, null, $"{fault.Message}; {Reproduce(vector, backend)}");
        }

        if (runs.FirstOrDefault(run => run.Shape != expected.Shape) is { } misshapen)
            return (Verdict.Fail, null, $"output has shape {misshapen.Shape}; expected {expected.Shape}; {Reproduce(vector, backend)}");
        OutputBound bound = BoundOf(vector, expected, precision);
        (Tensor<double> actual, Comparison worst) = runs.Select(run => (run, Comparer.Compare(run, expected, bound, precision)))
            .MaxBy(judged => (judged.Item2.Margin, judged.Item2.RootMeanSquare, judged.Item2.LargestDeviation));
        return Conclude(vector, backend, actual, expected, bound, worst);
    }

    private static (Verdict Verdict, double? Margin, string Message) JudgeRefusal(VectorCase vector, string rule)
    {
        try
        {
            NetworkOf(vector);
            return (Verdict.Fail, null, $"was accepted; expected a refusal by {vector.Kind} {rule}");
        }
        catch (NetworkException refusal)
        {
            return refusal.Rule == rule
                ? (Verdict.Pass, null, string.Empty)
                : (Verdict.Fail, null, $"was refused by {refusal.Rule} ({refusal.Message}); expected {rule}");
        }
    }

    // The case is run, then other inputs, then the case again: what a run leaves in an engine's memory must not show in the next.
    private static (ImmutableArray<Tensor<double>> Runs, PrecisionClass Precision) Run(VectorCase vector, IBackend backend, CompileOptions options, CancellationToken cancellation)
    {
        Network network = NetworkOf(vector);
        using ICompiledNetwork compiled = backend.Compile(network, options, cancellation);
        PrecisionClass precision = NodePrecisions.Of(backend, compiled)[network.IndexOf("layer")];
        Tensor<double> first = Output(vector.Inputs);
        if (network.Inputs.IsEmpty) return ([first], precision);

        Output([.. vector.Inputs.Select(Reversed)]);
        return ([first, Output(vector.Inputs)], precision);

        Tensor<double> Output(ImmutableArray<Tensor<float>> values) =>
            compiled.Run(network.Inputs.Select((node, i) => (network.Nodes[node].Name, values[i])).ToDictionary(), cancellation: cancellation).Outputs["output"].ToDouble();
    }

    private static Tensor<float> Reversed(Tensor<float> tensor) => new(tensor.Shape, [.. tensor.Values.Reverse()]);

    // The exact tier asks for the same bits, after storing; engines that do not form plain sums, whose integers end earlier, or whose storage does not
    // hold the operands are bounded instead.
    private static OutputBound BoundOf(VectorCase vector, Tensor<double> expected, PrecisionClass precision)
    {
        Operands operands = ReferenceEngine.OperandsOf(vector.Layer, [.. vector.Inputs.Select(input => input.ToDouble())]);
        bool exact = vector.Tier == Tier.Exact && precision.Sums == SumAlgorithm.Plain && precision.ExactLimit >= PrecisionClass.Float32.ExactLimit;
        if (exact && !precision.HasNarrowStorage) return new OutputBound(new Tensor<double>(expected.Shape), null);
        if (exact && !StoredOperands.Of(vector.Layer, operands, precision).Any()) return StorageBound.OfExact(expected, precision);
        OutputBound bound = OutputBound.Of(vector.Layer, operands, expected, precision);

        // The golden numbers were computed in double, or printed with few digits: their own error is allowed too.
        OutputBound own = OutputBound.Of(vector.Layer, operands, expected, PrecisionClass.Float64);
        for (int i = 0; i < expected.Count; i++) bound.Allowed[i] += own.Allowed[i] + vector.Source.Rounding;
        return bound;
    }

    private static (Verdict Verdict, double? Margin, string Message) Conclude(
        VectorCase vector, IBackend backend, Tensor<double> actual, Tensor<double> expected, OutputBound bound, Comparison comparison)
    {
        double? margin = double.IsFinite(comparison.Margin) ? comparison.Margin : null;
        if (comparison.Margin > 1)
        {
            int worst = comparison.Worst;
            string share = margin is null ? "∞" : Text(margin.Value);
            return (Verdict.Fail, margin,
                $"worst at {Position(expected.Shape, worst)}: expected {Text(expected[worst])}, actual {Text(actual[worst])}, allowed ±{Text(bound.Allowed[worst])}, margin {share}; {Reproduce(vector, backend)}");
        }

        bool derived = vector.Source is { Kind: SourceKind.Reference };
        if (derived && (comparison.RootMeanSquare > Comparer.LargestRootMeanSquare || comparison.LargestDeviation > Comparer.LargestDeviation))
        {
            return (Verdict.Degraded, margin,
                $"errors are larger than rounding explains: rms {Text(comparison.RootMeanSquare)} σ (at most {Comparer.LargestRootMeanSquare}), largest {Text(comparison.LargestDeviation)} σ (at most {Comparer.LargestDeviation}); {Reproduce(vector, backend)}");
        }

        if (!Trust.ProvesLittle(expected)) return (Verdict.Pass, margin, string.Empty);
        return vector.MistrustedBecause is { } reason
            ? (Verdict.Pass, margin, reason)
            : (Verdict.Mistrusted, margin, $"{Trust.MostCommonShare(expected):P0} of the expected outputs are one number");
    }

    internal static string Position(Shape shape, int flat)
    {
        int[] position = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--) (flat, position[axis]) = (flat / shape[axis], flat % shape[axis]);
        return $"[{string.Join(", ", position)}]";
    }

    private static string Reproduce(VectorCase vector, IBackend backend) => Reproduction.Of($"--case {vector.Id}", backend);

    private static string Text(double value) => value.ToString("G9", CultureInfo.InvariantCulture);
}
