using RefCnn.Core.Layers;

namespace RefCnn.Core;

/// <summary>An engine that computes networks, and so can be judged.</summary>
public interface IBackend
{
    /// <summary>Its name in tables and on the command line, e.g. <c>reference</c>.</summary>
    string Name { get; }

    /// <summary>How precisely it computes, from which its bounds follow.</summary>
    PrecisionClass Precision { get; }

    /// <summary>Why it cannot run on this machine, or null where it can.</summary>
    string? UnavailableReason { get; }

    /// <summary>Why it does not compute a layer, or null where it does.</summary>
    /// <param name="layer">The layer.</param>
    string? UnsupportedReason(Layer layer);

    /// <summary>Why it does not compute a layer on inputs of given shapes, or null where it does; unlike the layer alone, where shapes matter.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">The shapes that it reads.</param>
    string? UnsupportedReason(Layer layer, params ReadOnlySpan<Shape> inputs) => UnsupportedReason(layer);

    /// <summary>Prepares a network for running.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">Threads, taps.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BackendException">The backend is unavailable, or a layer is unsupported.</exception>
    ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default);
}
