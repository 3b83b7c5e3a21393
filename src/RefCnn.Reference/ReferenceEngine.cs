using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference;

/// <summary>The naive engine, one layer at a time: what the conformance suite takes truth, magnitudes and energies from.</summary>
public static class ReferenceEngine
{
    /// <summary>Computes one layer in double.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">Its inputs and parameters; see <see cref="OperandsOf"/>.</param>
    /// <param name="threads">How many threads may share the work; 0 for all processors.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LayerRuleException">A constraint of the layer does not hold.</exception>
    public static Tensor<double> Compute(Layer layer, Operands operands, int threads = 0, CancellationToken cancellation = default)
    {
        var output = new Tensor<double>(layer.InferShape([.. operands.Inputs.Select(input => input.Shape)]));
        if (output.Count == 0) return output;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : -1, CancellationToken = cancellation };
        KernelTable.Run(layer, operands, output, parallel);
        return output;
    }

    /// <summary>A layer's operands: the given inputs and its own parameters, in double.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Its inputs.</param>
    public static Operands OperandsOf(Layer layer, params ImmutableArray<Tensor<double>> inputs) =>
        new(inputs, [.. layer.Parameters.Select(parameter => parameter.Value?.ToDouble())]);

    /// <summary>Whether the reference has a kernel for a layer record.</summary>
    /// <param name="layer">A type of <see cref="LayerKinds"/>.</param>
    public static bool HasKernel(Type layer) => layer == typeof(Input) || KernelTable.Has(layer);
}
