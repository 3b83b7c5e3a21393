using System.Collections.Immutable;
using RefCnn.Conformance.Bounds;
using RefCnn.Core;

namespace RefCnn.Conformance.Networks;

/// <summary>
/// Certifies a network layer by layer: taps the backend at every node, applies the reference in double to the backend's own inputs of each layer,
/// and demands the layer's bound of the backend's output.
/// </summary>
/// <param name="backend">The backend.</param>
/// <param name="options">Threads, for the backend and the reference.</param>
/// <param name="valuesPerPass">About how many tapped values may be held at once; a network with more is run several times.</param>
public sealed class NetworkCertifier(IBackend backend, CompileOptions options, long valuesPerPass = NetworkCertifier.UsualValuesPerPass)
{
    /// <summary>64 Mi values: half a gibibyte where a backend taps in double.</summary>
    public const long UsualValuesPerPass = 1L << 26;

    /// <summary>Where the first layer that fails is written to, as a vector; null for nowhere.</summary>
    public ReproductionFolder? Reproduction { get; init; }

    /// <summary>Which channels of each layer are judged; null for all.</summary>
    public ChannelSample? Sample { get; init; }

    /// <summary>Certifies.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">A tensor for each of its inputs, by name.</param>
    /// <param name="progress">Told of each node, when it is run and when it is judged; or null.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RefCnnException">An input is missing, unknown, or of another shape.</exception>
    public NetworkCertificate Certify(
        Network network, IReadOnlyDictionary<string, Tensor<float>> inputs, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        InputCheck.Demand(network, inputs);
        if (backend.UnavailableReason is { } unavailable) return Without(Verdict.Unavailable, unavailable);
        foreach (Node node in network.Nodes)
        {
            if (backend.UnsupportedReason(node.Layer) is { } reason) return Without(Verdict.Unsupported, $"node '{node.Name}': {reason}");
        }

        var plan = new TapPlan(network, valuesPerPass);
        var proofs = ImmutableArray.CreateBuilder<LayerProof>();
        for (int first = 0, end; first < network.Nodes.Length; first = end)
        {
            end = plan.End(first);
            ImmutableArray<int> taps = plan.Taps(first, end);
            RunResult result;
            ImmutableArray<PrecisionClass> precisions;
            try
            {
                (result, precisions) = Run(network, inputs, taps, progress, cancellation);
            }
            catch (RefCnnException fault)
            {
                return Without(Verdict.Fail, fault.Message);
            }

            var pass = new CertificatePass(network, inputs, result, precisions, options.Threads, first, end) { Sample = Sample };
            for (int node = first; node < end; node++)
            {
                if (!pass.Shows(node)) plan.Untappable(node);
            }

            int judged = first;
            bool failed = proofs.Any(proof => proof.Verdict == Verdict.Fail);
            foreach (LayerProof proof in pass.Prove(Judged, cancellation))
            {
                bool reproduced = proof.Verdict == Verdict.Fail && !failed && Reproduction is not null;
                proofs.Add(reproduced ? pass.Reproduce(Reproduction!, proof, cancellation) : proof);
                failed |= proof.Verdict == Verdict.Fail;
            }

            void Judged(int node)
            {
                lock (plan) progress?.Report(new RunProgress($"{network.Nodes[node].Name} is judged", ++judged, network.Nodes.Length));
            }

            if (network.Outputs.FirstOrDefault(output => !result.Outputs.ContainsKey(output.Name)) is { Name: { } missing })
                return Without(Verdict.Fail, $"output '{missing}' is missing from the backend's result");
        }

        return NetworkCertificate.Of(network.Name, backend.Name, proofs.ToImmutable(), Sample);

        NetworkCertificate Without(Verdict verdict, string message) => new(network.Name, backend.Name, [], verdict, message);
    }

    private (RunResult Result, ImmutableArray<PrecisionClass> Precisions) Run(
        Network network, IReadOnlyDictionary<string, Tensor<float>> inputs, ImmutableArray<int> taps, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        CompileOptions tapped = options with { Taps = [.. taps.Select(node => network.Nodes[node].Name)] };
        using ICompiledNetwork compiled = backend.Compile(network, tapped, cancellation);
        return (compiled.Run(inputs, new RunOptions(progress), cancellation), NodePrecisions.Of(backend, compiled));
    }
}
