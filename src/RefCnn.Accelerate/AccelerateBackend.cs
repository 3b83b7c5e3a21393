using System.Collections.Immutable;
using RefCnn.Accelerate.Plan;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate;

/// <summary>The fast engine: float32, vectors as wide as the machine has, several threads, weights packed and layers fused at compile time.</summary>
/// <param name="options">What is forced instead of its own choice; null for nothing.</param>
public sealed class AccelerateBackend(AccelerateOptions? options = null) : IBackend
{
    private readonly AccelerateOptions forced = options ?? AccelerateOptions.Default;

    /// <inheritdoc/>
    /// <remarks>With what is forced, as the command line says it: <c>accelerate --gemm openblas</c>.</remarks>
    public string Name => forced.Arguments.Length == 0 ? "accelerate" : $"accelerate {forced.Arguments}";

    /// <inheritdoc/>
    public PrecisionClass Precision => PrecisionClass.Float32;

    /// <inheritdoc/>
    public string? UnavailableReason => forced.UnavailableReason;

    /// <inheritdoc/>
    public string? UnsupportedReason(Layer layer) =>
        layer is Input || LayoutPass.Renames(layer.GetType()) || KernelTable.Has(layer.GetType()) ? null : $"accelerate has no kernel for {layer.Kind}";

    /// <inheritdoc/>
    /// <remarks>The result may be run from several threads, which then wait for each other. Disposing it frees its native memory; later runs throw.</remarks>
    public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default) => Plan(network, options, cancellation);

    /// <summary>How each node would be computed: inputs, and nodes without elements, are left out.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">Threads, taps; what is tapped is not fused with what follows.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BackendException">What is forced is not to be had, or a layer is unsupported.</exception>
    public ImmutableArray<NodeAlgorithm> Describe(Network network, CompileOptions options, CancellationToken cancellation = default)
    {
        using CompiledPlan plan = Plan(network, options, cancellation);
        return plan.Describe();
    }

    private CompiledPlan Plan(Network network, CompileOptions options, CancellationToken cancellation)
    {
        if (UnavailableReason is { } missing) throw new BackendException($"backend '{Name}' is unavailable: {missing}");
        foreach (Node node in network.Nodes)
        {
            if (UnsupportedReason(node.Layer) is { } reason) throw new BackendException($"node '{node.Name}': {reason}");
        }

        return new CompiledPlan(network, options, Engine.Of(forced), cancellation);
    }
}
