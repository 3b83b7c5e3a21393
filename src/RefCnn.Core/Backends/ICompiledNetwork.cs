namespace RefCnn.Core;

/// <summary>A network that is ready to run on one backend.</summary>
public interface ICompiledNetwork : IDisposable
{
    /// <summary>The network.</summary>
    Network Network { get; }

    /// <summary>Computes the outputs, and the taps asked for at compile time.</summary>
    /// <param name="inputs">A tensor for each of the network's inputs, by name.</param>
    /// <param name="options">Progress.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RefCnnException">An input is missing, unknown, or of another shape.</exception>
    RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default);
}
