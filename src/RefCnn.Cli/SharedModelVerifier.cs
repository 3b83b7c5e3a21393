using System.Diagnostics;
using System.Globalization;
using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Serialization;

namespace RefCnn.Cli;

/// <summary>
/// Runs a third-party model on its stored input and compares its stored outputs. The rule is the data set's own and fixed: each output within
/// 10⁻⁴ of the largest stored magnitude. It is no bound derived from the network, and the message says so.
/// </summary>
/// <param name="directory">The data folder.</param>
internal sealed class SharedModelVerifier(string directory)
{
    private const double ShareOfLargest = 1e-4;

    private const string Rule = "compared by the data set's fixed rule, 1e-4 of the largest value";

    /// <summary>Verifies.</summary>
    /// <param name="model">The model.</param>
    /// <param name="backend">The backend.</param>
    /// <param name="options">Threads.</param>
    /// <param name="progress">Told after each node.</param>
    /// <param name="cancellation">Gives up.</param>
    public CaseResult Verify(SharedModel model, IBackend backend, CompileOptions options, IProgress<RunProgress> progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        (Verdict verdict, double? margin, string message) = Judge(model, backend, options, progress, cancellation);
        return new CaseResult(model.Id, SharedModels.Kind, backend.Name, verdict, margin, clock.Elapsed.TotalMilliseconds, message);
    }

    private (Verdict Verdict, double? Margin, string Message) Judge(
        SharedModel model, IBackend backend, CompileOptions options, IProgress<RunProgress> progress, CancellationToken cancellation)
    {
        try
        {
            Tensor<float> input = NpyFile.Read(Path.Combine(directory, model.Input)).ToSingle();
            Network network = ModelFormats.Load(Path.Combine(directory, model.Model), OptionsFor(model, input.Shape)).Network;
            for (int index = 0; index < network.Nodes.Length; index++)
            {
                Node node = network.Nodes[index];
                if (backend.UnsupportedReason(node.Layer, network.InputShapes(index)) is { } reason) return (Verdict.Unsupported, null, $"node '{node.Name}': {reason}");
            }

            using ICompiledNetwork compiled = backend.Compile(network, options, cancellation);
            RunResult result = compiled.Run(
                new Dictionary<string, Tensor<float>> { [network.Nodes[network.Inputs[0]].Name] = input }, new RunOptions(progress), cancellation);
            return Compare(model, backend, network, result);
        }
        catch (RefCnnException fault)
        {
            return (Verdict.Fail, null, fault.Message);
        }
    }

    private ImportOptions OptionsFor(SharedModel model, Shape input) => new(
        InputShapes: model.OpenInput is null ? null : new Dictionary<string, Shape> { [model.OpenInput] = input },
        WeightsPath: model.Weights is null ? null : Path.Combine(directory, model.Weights));

    private (Verdict Verdict, double? Margin, string Message) Compare(SharedModel model, IBackend backend, Network network, RunResult result)
    {
        if (network.Outputs.Length != model.Outputs.Length)
            return (Verdict.Fail, null, $"has {network.Outputs.Length} outputs; expected {model.Outputs.Length}");
        double margin = 0;
        for (int o = 0; o < model.Outputs.Length; o++)
        {
            string name = network.Outputs[o].Name;
            Tensor<double> actual = result.Outputs[name].ToDouble(), expected = NpyFile.Read(Path.Combine(directory, model.Outputs[o])).ToDouble();
            if (actual.Shape != expected.Shape) return (Verdict.Fail, null, $"output '{name}' has shape {actual.Shape}; expected {expected.Shape}");
            double allowed = ShareOfLargest * expected.Values.Max(Math.Abs);
            int worst = Worst(actual, expected);
            double error = Math.Abs(actual[worst] - expected[worst]);
            if (!(error <= allowed))
            {
                return (Verdict.Fail, double.IsFinite(error / allowed) ? error / allowed : null,
                    $"output '{name}', worst at flat index {worst}: expected {Text(expected[worst])}, actual {Text(actual[worst])}, allowed ±{Text(allowed)}; {Rule}; {Reproduction.Of($"--case {model.Id}", backend)}");
            }

            if (allowed > 0) margin = Math.Max(margin, error / allowed);
        }

        return (Verdict.Pass, margin, Rule);
    }

    // A NaN is worse than any error.
    private static int Worst(Tensor<double> actual, Tensor<double> expected)
    {
        int worst = 0;
        double largest = -1;
        for (int i = 0; i < actual.Count; i++)
        {
            double error = Math.Abs(actual[i] - expected[i]);
            if (double.IsNaN(error)) return i;
            if (error > largest) (largest, worst) = (error, i);
        }

        return worst;
    }

    private static string Text(double value) => value.ToString("G9", CultureInfo.InvariantCulture);
}
