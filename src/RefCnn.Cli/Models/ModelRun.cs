using RefCnn.Core;

namespace RefCnn.Cli.Models;

/// <summary>Compiles a network and runs it once, with progress.</summary>
internal static class ModelRun
{
    /// <summary>Runs.</summary>
    /// <param name="backend">The engine.</param>
    /// <param name="network">The network.</param>
    /// <param name="inputs">Its inputs by name.</param>
    /// <param name="options">Threads, taps.</param>
    /// <param name="terminal">Where progress goes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BackendException">The backend does not compute a layer of the network.</exception>
    public static RunResult Run(
        IBackend backend, Network network, IReadOnlyDictionary<string, Tensor<float>> inputs, CompileOptions options, Terminal terminal, CancellationToken cancellation)
    {
        using var status = new StatusLine(terminal);
        using ICompiledNetwork compiled = backend.Compile(network, options, cancellation);
        return compiled.Run(inputs, new RunOptions(new StatusProgress(status)), cancellation);
    }

    // Progress<T> would report on other threads, later than the line is cleared.
    private sealed class StatusProgress(StatusLine status) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => status.Report(value.Done, value.Total, value.Node);
    }
}
