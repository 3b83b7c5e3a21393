using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using RefCnn.Conformance.Bounds;
using RefCnn.Core;
using RefCnn.Core.Layers;

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
        LayerJudgement judgement = Judge(new LayerTruth(vector), backend, options, cancellation);
        return new CaseResult(vector.Id, vector.Kind, backend.Name, judgement.Verdict, judgement.Margin, clock.Elapsed.TotalMilliseconds, judgement.Message);
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

    /// <summary>Judges a backend on a vector whose truth may be known from judging others.</summary>
    /// <param name="truth">The vector.</param>
    /// <param name="backend">The backend.</param>
    /// <param name="options">Threads.</param>
    /// <param name="cancellation">Gives up.</param>
    internal static LayerJudgement Judge(LayerTruth truth, IBackend backend, CompileOptions options, CancellationToken cancellation)
    {
        VectorCase vector = truth.Vector;
        if (backend.UnavailableReason is { } unavailable) return new(Verdict.Unavailable, null, unavailable);
        if (vector.Expected is Expectation.Invalid invalid) return JudgeRefusal(vector, invalid.Rule);
        if (backend.UnsupportedReason(vector.Layer, [.. vector.Inputs.Select(input => input.Shape)]) is { } unsupported) return new(Verdict.Unsupported, null, unsupported);

        Tensor<double> expected = truth.Output;
        ImmutableArray<Tensor<double>> runs;
        PrecisionClass precision;
        try
        {
            (runs, precision) = Run(vector, backend, options, cancellation);
        }
        catch (RefCnnException fault)
        {
            return new(Verdict.Fail, null, $"{fault.Message}; {Reproduce(vector, backend)}");
        }

        if (runs.FirstOrDefault(run => run.Shape != expected.Shape) is { } misshapen)
            return new(Verdict.Fail, null, $"output has shape {misshapen.Shape}; expected {expected.Shape}; {Reproduce(vector, backend)}");
        OutputBound bound = truth.BoundFor(precision);
        (Tensor<double> actual, Comparison worst) = runs.Select(run => (run, Comparer.Compare(run, expected, bound, precision)))
            .MaxBy(judged => (judged.Item2.Margin, judged.Item2.RootMeanSquare, judged.Item2.LargestDeviation));
        return Conclude(vector, backend, actual, expected, bound, worst);
    }

    private static LayerJudgement JudgeRefusal(VectorCase vector, string rule)
    {
        try
        {
            NetworkOf(vector);
            return new(Verdict.Fail, null, $"was accepted; expected a refusal by {vector.Kind} {rule}");
        }
        catch (NetworkException refusal)
        {
            return refusal.Rule == rule
                ? new(Verdict.Pass, null, string.Empty)
                : new(Verdict.Fail, null, $"was refused by {refusal.Rule} ({refusal.Message}); expected {rule}");
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

    private static LayerJudgement Conclude(
        VectorCase vector, IBackend backend, Tensor<double> actual, Tensor<double> expected, OutputBound bound, Comparison comparison)
    {
        double? margin = double.IsFinite(comparison.Margin) ? comparison.Margin : null;
        if (comparison.Margin > 1)
        {
            int worst = comparison.Worst;
            string share = margin is null ? "∞" : Text(margin.Value);
            return new(Verdict.Fail, margin,
                $"worst at {Position(expected.Shape, worst)}: expected {Text(expected[worst])}, actual {Text(actual[worst])}, allowed ±{Text(bound.Allowed[worst])}, margin {share}; {Reproduce(vector, backend)}");
        }

        LayerJudgement judgement = new(Verdict.Pass, margin, string.Empty) { Evidence = new(actual, bound, comparison) };
        if (vector.Source is { Kind: SourceKind.Reference } && comparison.Excess is { } excess)
            return judgement with { Verdict = Verdict.Degraded, Message = $"{excess}; {Reproduce(vector, backend)}" };
        if (!Trust.ProvesLittle(expected)) return judgement;
        return vector.MistrustedBecause is { } reason
            ? judgement with { Message = reason }
            : judgement with { Verdict = Verdict.Mistrusted, Message = $"{Trust.MostCommonShare(expected):P0} of the expected outputs are one number" };
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
