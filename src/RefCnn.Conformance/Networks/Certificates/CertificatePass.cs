using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using RefCnn.Conformance.Bounds;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Networks;

/// <summary>
/// Judges the layers of one tapped run of a backend, side by side: no layer's proof needs another's, and much of what the reference does in one uses one processor only.
/// </summary>
internal sealed class CertificatePass
{
    private const int ValuesSampled = 1 << 16, LayersAtOnce = 4;

    private readonly Network network;
    private readonly IReadOnlyDictionary<string, Tensor<float>> inputs;
    private readonly RunResult result;
    private readonly ImmutableArray<PrecisionClass> precisions;
    private readonly int threads, first, end;

    // How many that are still to be judged need a node's numbers: itself, its readers, and the readers of what was not shown.
    private readonly int[] uses;
    private readonly bool[] compared;
    private readonly Dictionary<int, Tensor> shown = [];
    private readonly ConcurrentDictionary<int, Lazy<GroupValue?>> known = [];

    /// <summary>Takes up a run.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">What it ran on.</param>
    /// <param name="result">What came out.</param>
    /// <param name="precisions">The precision class of each node.</param>
    /// <param name="threads">How many threads the reference may use; 0 for all processors.</param>
    /// <param name="first">The first node that is judged.</param>
    /// <param name="end">The node after the last.</param>
    public CertificatePass(
        Network network, IReadOnlyDictionary<string, Tensor<float>> inputs, RunResult result, ImmutableArray<PrecisionClass> precisions, int threads, int first, int end)
    {
        (this.network, this.inputs, this.result, this.precisions, this.threads, this.first, this.end) = (network, inputs, result, precisions, threads, first, end);
        foreach (NetworkOutput output in network.Outputs)
        {
            if (result.Outputs.TryGetValue(output.Name, out Tensor? tensor)) shown[output.Node] = tensor;
        }

        (uses, compared) = (new int[network.Nodes.Length], new bool[network.Nodes.Length]);
        for (int node = 0; node < end; node++)
        {
            if (result.Taps.TryGetValue(network.Nodes[node].Name, out Tensor? tensor)) shown[node] = tensor;
            if (node >= first && Shows(node)) uses[node]++;
            if (node < first && Shows(node)) continue;
            foreach (int input in network.Nodes[node].Inputs) uses[input]++;
        }
    }

    /// <summary>Which channels of a layer are judged, where it reads what was seen; null for all.</summary>
    public ChannelSample? Sample { get; init; }

    /// <summary>Whether the backend showed a node's output.</summary>
    /// <param name="node">The node.</param>
    public bool Shows(int node) => shown.ContainsKey(node);

    /// <summary>Judges every node that the backend showed.</summary>
    /// <param name="judged">Told of each, in any order.</param>
    /// <param name="cancellation">Gives up.</param>
    public ImmutableArray<LayerProof> Prove(Action<int> judged, CancellationToken cancellation)
    {
        var proofs = new LayerProof?[end];
        int atOnce = Math.Min(LayersAtOnce, threads > 0 ? threads : Environment.ProcessorCount);

        // One after the other as threads become free, so that few layers' numbers are held at once.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation };
        Parallel.ForEach(Partitioner.Create(Enumerable.Range(first, end - first).Where(Shows), EnumerablePartitionerOptions.NoBuffering), parallel, node =>
        {
            proofs[node] = Prove(node, cancellation);
            Release(node);
            foreach (int input in network.Nodes[node].Inputs) Release(input);
            judged(node);
        });
        return [.. proofs.OfType<LayerProof>()];
    }

    private LayerProof Prove(int node, CancellationToken cancellation)
    {
        ImmutableArray<string> group = [.. UnseenBefore(node).Order().Select(index => network.Nodes[index].Name)];
        if (shown[node].Shape != network.Shapes[node])
            return Unmeasured(node, group, Verdict.Fail, $"has shape {shown[node].Shape}; expected {network.Shapes[node]}");
        ChannelPart? part = PartOf(node, cancellation);
        if ((part is null ? Extend(node, cancellation) : Extend(part, node, cancellation)) is not { } expected)
            return Unmeasured(node, group, Verdict.Unsupported, $"reads what the backend does not show ({string.Join(", ", group)}), through which no bound is known");

        Tensor<double> actual = Know(node, cancellation)!.Value;
        if (OutputThatDiffers(node, actual) is { } output) return Unmeasured(node, group, Verdict.Fail, $"output '{output}' is not what the tap of its node shows");
        if (part is not null) actual = ChannelSample.Take(actual, 1, part.Channels);
        Tensor<double> allowed = expected.Allowed ?? new Tensor<double>(actual.Shape);
        Comparison comparison = Comparer.Compare(
            actual, expected.Value, new OutputBound(allowed, expected.Deviation) { Alternatives = expected.Alternatives }, precisions[node]);
        compared[node] = true;
        (Verdict verdict, string message) = Conclude(actual, expected.Value, allowed, comparison);
        if (verdict == Verdict.Fail && part is not null) message += $", counted among the channels {string.Join(", ", part.Channels)} alone";
        return new LayerProof(
            network.Nodes[node].Name, node, network.Nodes[node].Layer.Kind, group, verdict, double.IsFinite(comparison.Margin) ? comparison.Margin : null,
            comparison.RootMeanSquare, comparison.LargestDeviation, CommonShare(expected.Value), message);
    }

    // Numbers that are not seen have bounds for the whole layer only.
    private ChannelPart? PartOf(int node, CancellationToken cancellation)
    {
        if (Sample is null || network.Nodes[node].Layer is Input) return null;
        GroupValue?[] read = [.. network.Nodes[node].Inputs.Select(input => Know(input, cancellation))];
        return read.All(value => value is { Allowed: null })
            ? Sample.Of($"{network.Name}/{network.Nodes[node].Name}", network.Nodes[node].Layer, [.. read.Select(value => value!.Value)], network.Shapes[node])
            : null;
    }

    private GroupValue? Extend(ChannelPart part, int node, CancellationToken cancellation) =>
        GroupBound.Extend(part.Layer, [.. part.Inputs.Select(GroupValue.Seen)], precisions[node], threads, cancellation);

    /// <summary>Writes a layer that failed, with those of its group: only the last one's output was seen, and any of them may be the bad one.</summary>
    /// <param name="reproduction">Where to.</param>
    /// <param name="proof">What was said of the layer.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The proof, whose message tells of it where a layer was written.</returns>
    public LayerProof Reproduce(ReproductionFolder reproduction, LayerProof proof, CancellationToken cancellation)
    {
        if (!compared[proof.Index] || network.Nodes[proof.Index].Layer is Input) return proof;
        foreach (int member in UnseenBefore(proof.Index).Append(proof.Index).Order())
            reproduction.Write(network, member, [.. network.Nodes[member].Inputs.Select(input => Know(input, cancellation)!.Value)]);
        reproduction.WriteActual(shown[proof.Index]);
        return proof with { Message = $"{proof.Message}; by itself: refcnn verify --layers --vectors {reproduction.Folder}" };
    }

    // What was not shown is computed from its inputs for as long as it is needed.
    private void Release(int node)
    {
        if (Interlocked.Decrement(ref uses[node]) > 0) return;
        known.TryRemove(node, out _);
        if (Shows(node)) return;
        foreach (int input in network.Nodes[node].Inputs) Release(input);
    }

    // What the reference makes of a node's inputs as the backend has them.
    private GroupValue? Extend(int node, CancellationToken cancellation)
    {
        Layer layer = network.Nodes[node].Layer;
        if (layer is Input)
        {
            Tensor<double> given = inputs[network.Nodes[node].Name].ToDouble();
            return new GroupValue(given, OutputBound.Of(layer, new Operands([], []), given, precisions[node]).Allowed, null, 0);
        }

        var read = ImmutableArray.CreateBuilder<GroupValue>();
        foreach (int input in network.Nodes[node].Inputs)
        {
            if (Know(input, cancellation) is not { } value) return null;
            read.Add(value);
        }

        return GroupBound.Extend(layer, read.ToImmutable(), precisions[node], threads, cancellation);
    }

    private GroupValue? Know(int node, CancellationToken cancellation) => known.GetOrAdd(node, _ => new Lazy<GroupValue?>(() => Learn(node, cancellation))).Value;

    private GroupValue? Learn(int node, CancellationToken cancellation)
    {
        Layer layer = network.Nodes[node].Layer;
        if (shown.TryGetValue(node, out Tensor? tensor) && tensor.Shape == network.Shapes[node]) return GroupValue.Seen(Widen(tensor));
        if (layer is Input) return GroupValue.Seen(inputs[network.Nodes[node].Name].ToDouble());
        return layer is Constant constant ? GroupValue.Seen(constant.Value.ToDouble()) : Extend(node, cancellation);
    }

    private static Tensor<double> Widen(Tensor tensor)
    {
        if (tensor is not Tensor<float> single) return tensor.ToDouble();
        double[] values = GC.AllocateUninitializedArray<double>(single.Count);
        ElementRanges.Run(values.Length, (start, end) =>
        {
            for (int i = start; i < end; i++) values[i] = single[i];
        });
        return new Tensor<double>(single.Shape, values);
    }

    private HashSet<int> UnseenBefore(int node)
    {
        var unseen = new HashSet<int>();
        var left = new Queue<int>([node]);
        while (left.TryDequeue(out int reader))
        {
            foreach (int input in network.Nodes[reader].Inputs)
            {
                if (!shown.ContainsKey(input) && network.Nodes[input].Layer is not (Input or Constant) && unseen.Add(input)) left.Enqueue(input);
            }
        }

        return unseen;
    }

    private string? OutputThatDiffers(int node, Tensor<double> actual)
    {
        foreach (NetworkOutput output in network.Outputs.Where(output => output.Node == node))
        {
            if (!result.Outputs.TryGetValue(output.Name, out Tensor? given)) continue;
            if (given.Shape != actual.Shape || !given.ToDouble().Span.SequenceEqual(actual.Span)) return output.Name;
        }

        return null;
    }

    private LayerProof Unmeasured(int node, ImmutableArray<string> group, Verdict verdict, string message) =>
        new(network.Nodes[node].Name, node, network.Nodes[node].Layer.Kind, group, verdict, null, 0, 0, 0, message);

    private static (Verdict Verdict, string Message) Conclude(Tensor<double> actual, Tensor<double> expected, Tensor<double> allowed, Comparison comparison)
    {
        if (comparison.Margin > 1)
        {
            int worst = comparison.Worst;
            return (Verdict.Fail, string.Create(
                CultureInfo.InvariantCulture,
                $"worst at {LayerVerifier.Position(expected.Shape, worst)}: expected {expected[worst]:G9}, actual {actual[worst]:G9}, allowed ±{allowed[worst]:G9}, margin {comparison.Margin:G9}"));
        }

        return comparison.Excess is { } excess ? (Verdict.Degraded, excess) : (Verdict.Pass, string.Empty);
    }

    // Counting every value of a large layer would cost as much as the layer: values at even distances stand for all.
    private static double CommonShare(Tensor<double> tensor)
    {
        int step = Math.Max(1, tensor.Count / ValuesSampled), count = tensor.Count / step;
        if (count < Trust.FewestValues) return 0;
        var sample = new Tensor<double>(new Shape(count));
        for (int i = 0; i < count; i++) sample[i] = tensor[i * step];
        return Trust.MostCommonShare(sample);
    }
}
