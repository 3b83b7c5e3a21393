using RefCnn.Accelerate.Plan;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate;

/// <summary>The fast engine: float32, vectors as wide as the machine has, several threads, weights packed and layers fused at compile time.</summary>
public sealed class AccelerateBackend : IBackend
{
    /// <inheritdoc/>
    public string Name => "accelerate";

    /// <inheritdoc/>
    public PrecisionClass Precision => PrecisionClass.Float32;

    /// <inheritdoc/>
    public string? UnavailableReason => null;

    /// <inheritdoc/>
    public string? UnsupportedReason(Layer layer) =>
        layer is Input || KernelTable.Has(layer.GetType()) ? null : $"accelerate has no kernel for {layer.Kind}";

    /// <inheritdoc/>
    /// <remarks>The result may be run from several threads, which then wait for each other. Disposing it frees its native memory; later runs throw.</remarks>
    public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default)
    {
        foreach (Node node in network.Nodes)
        {
            if (UnsupportedReason(node.Layer) is { } reason) throw new BackendException($"node '{node.Name}': {reason}");
        }

        return new CompiledPlan(network, options, cancellation);
    }
}
