using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using RefCnn.Conformance.Bounds;
using RefCnn.Conformance.Networks.Noise;
using RefCnn.Core;

namespace RefCnn.Conformance.Networks;

/// <summary>
/// The end-to-end verdict of a network on a backend: every kept output value against the frozen one, in units of the standard deviation that rounding gives it.
/// docs/verdicts.md derives it and says what it cannot see; the certificate can.
/// </summary>
public static class NetworkVerifier
{
    /// <summary>The kind of these cases in reports.</summary>
    public const string Kind = "network";

    /// <summary>Verifies.</summary>
    /// <param name="network">The network, with its weights.</param>
    /// <param name="vector">Its frozen vector.</param>
    /// <param name="inputs">The seeded inputs.</param>
    /// <param name="backend">The backend.</param>
    /// <param name="options">Threads.</param>
    /// <param name="progress">Told after each node; or null.</param>
    /// <param name="cancellation">Gives up.</param>
    public static CaseResult Verify(
        Network network,
        NetworkVector vector,
        IReadOnlyDictionary<string, Tensor<float>> inputs,
        IBackend backend,
        CompileOptions options,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        (Verdict verdict, double? margin, string message) = Judge(network, vector, inputs, backend, options, progress, cancellation);
        return new CaseResult($"{Kind}/{network.Name}", Kind, backend.Name, verdict, margin, clock.Elapsed.TotalMilliseconds, message);
    }

    private static (Verdict Verdict, double? Margin, string Message) Judge(
        Network network,
        NetworkVector vector,
        IReadOnlyDictionary<string, Tensor<float>> inputs,
        IBackend backend,
        CompileOptions options,
        IProgress<RunProgress>? progress,
        CancellationToken cancellation)
    {
        if (backend.UnavailableReason is { } unavailable) return (Verdict.Unavailable, null, unavailable);
        for (int index = 0; index < network.Nodes.Length; index++)
        {
            Node node = network.Nodes[index];
            if (backend.UnsupportedReason(node.Layer, network.InputShapes(index)) is { } reason) return (Verdict.Unsupported, null, $"node '{node.Name}': {reason}");
        }

        if (Mismatch(network, vector) is { } mismatch) return (Verdict.Fail, null, mismatch);
        RunResult result;
        ImmutableArray<PrecisionClass> precisions;
        try
        {
            using ICompiledNetwork compiled = backend.Compile(network, options, cancellation);
            precisions = NodePrecisions.Of(backend, compiled);
            result = compiled.Run(inputs, new RunOptions(progress), cancellation);
        }
        catch (RefCnnException fault)
        {
            return (Verdict.Fail, null, fault.Message);
        }

        double margin = 0, unit = NoiseUnit.Of(network, precisions);
        string[] flips = DescribeFlips(vector, unit) is { } description ? [description] : [];
        var messages = new List<string>();
        foreach (OutputRecord output in vector.Outputs)
        {
            NodeRecord golden = vector.Nodes.First(node => node.Name == output.Node);
            OutputDeviation deviation = OutputDeviation.Of(output, golden, result.Outputs[output.Name].ToDouble(), unit, backend.Precision.SmallestNormal);
            if (deviation.Fault is { } fault)
                return (Verdict.Fail, deviation.Margin, string.Join("; ", flips.Prepend($"output '{output.Name}': {fault}").Append(Reproduction.Of($"--networks {network.Name}", backend))));
            margin = Math.Max(margin, deviation.Margin ?? 0);
            messages.Add(deviation.Describe(output.Name));
        }

        return (Verdict.Pass, margin, string.Join("; ", messages.Concat(flips)));
    }

    // Activations lie evenly about a kink, so that a class with larger units has so many times more of them within its noise.
    private static string? DescribeFlips(NetworkVector vector, double unit)
    {
        NodeRecord[] kinked = [.. vector.Nodes.Where(node => node.Flips is not null)];
        if (kinked.Length == 0) return null;
        double units = unit / PrecisionClass.Float32.Unit, count = units * kinked.Sum(node => (double)node.Flips!.Value.Count);
        double share = 1 - kinked.Aggregate(1.0, (left, node) => left * (1 - Math.Min(1, units * node.Flips!.Value.Share)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"rounding may carry about {count:F0} of {kinked.Sum(node => (long)node.Shape.Count)} activations over a kink, with {100 * share:G2} % of the variance at most");
    }

    // A vector of another definition would compare numbers that do not belong together.
    private static string? Mismatch(Network network, NetworkVector vector)
    {
        if (network.Nodes.Length != vector.Nodes.Length)
            return $"the network has {network.Nodes.Length} nodes; its vector has {vector.Nodes.Length}; if the definition was changed on purpose, `refcnn vectors rebuild --networks {network.Name}`";
        for (int i = 0; i < vector.Nodes.Length; i++)
        {
            (Node node, NodeRecord golden) = (network.Nodes[i], vector.Nodes[i]);
            if ((node.Name, node.Layer.Kind, network.Shapes[i]) != (golden.Name, golden.Kind, golden.Shape))
                return string.Create(CultureInfo.InvariantCulture, $"node #{i} is '{node.Name}', {node.Layer.Kind} {network.Shapes[i]}; its vector has '{golden.Name}', {golden.Kind} {golden.Shape}");
        }

        return null;
    }
}
