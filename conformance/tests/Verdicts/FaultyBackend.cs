using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Verdicts;

/// <summary>The reference with a change made to every output value: what a wrong or an imprecise engine looks like.</summary>
internal sealed class FaultyBackend(PrecisionClass precision, Func<int, double, double> change) : IBackend
{
    private readonly ReferenceBackend reference = new();

    public string Name => "faulty";

    public PrecisionClass Precision => precision;

    public string? UnavailableReason => null;

    public string? UnsupportedReason(Layer layer) => null;

    public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default) =>
        new Compiled(reference.Compile(network, options, cancellation), change);

    private sealed class Compiled(ICompiledNetwork inner, Func<int, double, double> change) : ICompiledNetwork
    {
        public Network Network => inner.Network;

        public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default)
        {
            RunResult result = inner.Run(inputs, options, cancellation);
            return result with { Outputs = result.Outputs.ToDictionary(output => output.Key, Tensor (output) => Change(output.Value.ToDouble())) };
        }

        public void Dispose() => inner.Dispose();

        private Tensor<double> Change(Tensor<double> output)
        {
            var changed = new Tensor<double>(output.Shape);
            for (int i = 0; i < changed.Count; i++) changed[i] = change(i, output[i]);
            return changed;
        }
    }
}
