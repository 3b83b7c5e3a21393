using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance.FalseAlarms;

/// <summary>A naive float32 engine of single convolutions, transposed convolutions and dense layers, which adds the products in a given order. It shares nothing with other engines.</summary>
/// <param name="order">The order.</param>
public sealed class OrderedBackend(SummationOrder order) : IBackend
{
    /// <inheritdoc/>
    public string Name => $"naive-{order.ToString().ToLowerInvariant()}";

    /// <inheritdoc/>
    public PrecisionClass Precision => PrecisionClass.Float32;

    /// <inheritdoc/>
    public string? UnavailableReason => null;

    /// <inheritdoc/>
    public string? UnsupportedReason(Layer layer) => layer is Input || SumTerms.Has(layer) ? null : $"{Name} adds no products for {layer.Kind}";

    /// <inheritdoc/>
    public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default) => new Compiled(network, order);

    private sealed class Compiled(Network network, SummationOrder order) : ICompiledNetwork
    {
        public Network Network => network;

        public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default)
        {
            InputCheck.Demand(network, inputs);
            return new RunResult(network.Outputs.ToDictionary(output => output.Name, Tensor (output) => Compute(output.Node, inputs)), new Dictionary<string, Tensor>());
        }

        public void Dispose()
        {
        }

        private Tensor<float> Compute(int node, IReadOnlyDictionary<string, Tensor<float>> inputs)
        {
            var output = new Tensor<float>(network.Shapes[node]);
            var terms = new SumTerms(network.Nodes[node].Layer, inputs[network.Nodes[network.Nodes[node].Inputs[0]].Name]);
            var factors = new List<(float Sample, float Weight)>();
            for (int i = 0; i < output.Count; i++)
            {
                factors.Clear();
                float bias = terms.Collect(output.Shape, i, factors);
                output[i] = Sum(factors, i) + bias;
            }

            return output;
        }

        private float Sum(List<(float Sample, float Weight)> factors, int output)
        {
            if (order == SummationOrder.Pairwise) return Halves(factors, 0, factors.Count);
            if (order == SummationOrder.Backward) factors.Reverse();
            if (order == SummationOrder.Shuffled) Shuffle(factors, SplitMix64.SeedOf($"{network.Name}/{output}"));
            float sum = 0;
            foreach ((float sample, float weight) in factors) sum = order == SummationOrder.Fused ? MathF.FusedMultiplyAdd(sample, weight, sum) : sum + (sample * weight);
            return sum;
        }

        private static float Halves(List<(float Sample, float Weight)> factors, int first, int end) => (end - first) switch
        {
            0 => 0,
            1 => factors[first].Sample * factors[first].Weight,
            _ => Halves(factors, first, (first + end) / 2) + Halves(factors, (first + end) / 2, end),
        };

        private static void Shuffle(List<(float Sample, float Weight)> factors, ulong seed)
        {
            for (int i = factors.Count - 1; i > 0; i--)
            {
                int other = (int)(SplitMix64.Value(seed, (ulong)i) % (ulong)(i + 1));
                (factors[i], factors[other]) = (factors[other], factors[i]);
            }
        }
    }
}
