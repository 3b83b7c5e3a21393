namespace RefCnn.Core;

/// <summary>A network that is ready to run on one backend.</summary>
public interface ICompiledNetwork : IDisposable
{
    /// <summary>The network.</summary>
    Network Network { get; }

    /// <summary>The precision class of one node, where compiling chose another algorithm for it than the backend's class tells of; null where it is the backend's.</summary>
    /// <param name="node">The node's index in the network. Where several nodes are computed as one, each has its own class.</param>
    PrecisionClass? PrecisionOf(int node) => null;

    /// <summary>Computes the outputs, and the taps asked for at compile time.</summary>
    /// <param name="inputs">A tensor for each of the network's inputs, by name.</param>
    /// <param name="options">Progress.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RefCnnException">An input is missing, unknown, or of another shape.</exception>
    RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default);
}
