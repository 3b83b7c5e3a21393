using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Bounds.Rowwise;

/// <summary>
/// The reference's own bits, sooner: convolutions are computed a piece of a row at a time, each output's terms in the reference's order. Everything else is left to the reference.
/// Tests hold the two to the same bits; the reference stays what defines the truth.
/// </summary>
public static class RowwiseReference
{
    /// <summary>Computes one layer in double.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">Its inputs and parameters.</param>
    /// <param name="threads">How many threads may share the work; 0 for all processors.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LayerRuleException">A constraint of the layer does not hold.</exception>
    public static Tensor<double> Compute(Layer layer, Operands operands, int threads = 0, CancellationToken cancellation = default)
    {
        // Padding is stored here, as zeros, which only finite weights leave without effect.
        if (layer is not (Conv2D or ConvTranspose2D) || !Array.TrueForAll(operands.Parameters[0]!.Values, double.IsFinite))
            return ReferenceEngine.Compute(layer, operands, threads, cancellation);
        Shape shape = layer.InferShape([.. operands.Inputs.Select(input => input.Shape)]);
        var output = new Tensor<double>(shape, GC.AllocateUninitializedArray<double>(shape.Count));
        if (output.Count == 0) return output;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : -1, CancellationToken = cancellation };
        new RowwiseConvolution(layer, operands, output).Run(parallel);
        return output;
    }

    /// <summary>What bounds of sums are made of: the layer on absolute values, and on squares.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">Its inputs and parameters.</param>
    internal static (Tensor<double> Magnitude, Tensor<double> Energy) Sizes(Layer layer, Operands operands) =>
        layer is Dense ? DenseSizes.Of(operands) : (Compute(layer, operands.Map(Math.Abs)), Compute(layer, operands.Map(x => x * x)));
}
