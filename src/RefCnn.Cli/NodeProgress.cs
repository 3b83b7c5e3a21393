using RefCnn.Core;

namespace RefCnn.Cli;

/// <summary>Shows on the status line how far a run is within its step.</summary>
/// <param name="status">The line.</param>
/// <param name="done">Steps done.</param>
/// <param name="total">Steps in all.</param>
/// <param name="name">What the step is.</param>
internal sealed class NodeProgress(StatusLine status, int done, int total, string name) : IProgress<RunProgress>
{
    /// <inheritdoc/>
    public void Report(RunProgress value) => status.Report(done, total, $"{name}, node {value.Done} of {value.Total}");
}
