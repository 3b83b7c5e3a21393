using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants.Faults;

/// <summary>Dense layers and matrix products.</summary>
internal static class ProductFaults
{
    public static FaultFamily Family { get; } = new(
        "matrix products",
        "importers that meet weights the other way round, and authors of matrix kernels",
        Weighted("weight-transposed", "A weight stored as inputs × outputs is read as it lies.", w => w.StoredAs(1, 0)),
        Weighted("input-tail-dropped", "Inputs beyond the last full vector of eight are left out of the sum.", w => w.AtPlaces(p => p[1] >= w.Shape[1] / 8 * 8 ? 0 : w.At(p))),
        Weighted("output-tail-dropped", "Outputs beyond the last full block of four get no products.", w => w.AtPlaces(p => p[0] >= w.Shape[0] / 4 * 4 ? 0 : w.At(p))),
        Weighted("one-sign-flipped", "The last weight has the wrong sign.", w => w.Remade(i => i == w.Count - 1 ? -w[i] : w[i])),
        Weighted("rows-shifted", "Each output has the weights of the next.", w => w.AtPlaces(p => w.At((p[0] + 1) % w.Shape[0], p[1]))),
        Fault.Taking<Dense>("bias-missing", "The bias is left out.", d => d.Bias is null ? null : d with { Bias = null }),
        Fault.Taking<Dense>("bias-shifted", "The bias is that of the next output.", d => d.Bias is { } b ? d with { Bias = b.Remade(i => b[(i + 1) % b.Count]) } : null),
        Fault.In<Dense>("first-row-only", "Only the first row of a batch is multiplied; the others repeat its outputs.", (d, run) => run.Output.Remade(i => run.Output[i % d.Weight.Shape[0]])),
        Fault.In<MatMul>("right-transposed", "A square right operand is read by columns.", (_, run) => SquareTransposed(run, 1)),
        Fault.In<MatMul>("left-transposed", "A square left operand is read by columns.", (_, run) => SquareTransposed(run, 0)),
        Fault.In<MatMul>("operands-swapped", "Left and right change places where their shapes allow it.", (m, run) => run.Inputs[0].Shape == run.Inputs[1].Shape ? run.On(run.Inputs[1], run.Inputs[0]) : null),
        Fault.In<MatMul>("first-batch-for-all", "Only the first matrices of a batch are multiplied.", (_, run) => run.Inputs.Max(x => x.Shape.Rank) < 3 ? null : run.Output.Remade(i => run.Output[i % Matrix(run)])),
        Fault.In<MatMul>("batches-not-broadcast", "Matrices of the right operand are counted on from batch to batch, not broadcast.", NotBroadcast),
        Fault.In<MatMul>("term-tail-dropped", "Terms beyond the last full vector of four are left out of the sum.", (_, run) => run.On(run.Inputs[0].Remade(i => i % run.Inputs[0].Shape[^1] >= run.Inputs[0].Shape[^1] / 4 * 4 ? 0 : run.Inputs[0][i]), run.Inputs[1])),
        Fault.In<MatMul>("last-column-stale", "The last column of the product is not written.", (_, run) => run.Shape.Rank == 0 ? null : run.Output.Remade(i => i % run.Shape[^1] == run.Shape[^1] - 1 ? 0 : run.Output[i])),
        new("sum-restarts-at-256-terms", "Each block of 256 terms overwrites the sum of those before it.", ["dense", "matmul"], LastBlockOnly));

    private static Fault Weighted(string name, string sentence, Func<Tensor<float>, Tensor<float>> change) =>
        Fault.Taking<Dense>(name, sentence, layer => layer with { Weight = change(layer.Weight) });

    private static int Matrix(Execution run) =>
        (run.Inputs[0].Shape.Rank > 1 ? run.Inputs[0].Shape[^2] : 1) * (run.Inputs[1].Shape.Rank > 1 ? run.Inputs[1].Shape[^1] : 1);

    private static Tensor<float>? SquareTransposed(Execution run, int operand)
    {
        Tensor<float> matrix = run.Inputs[operand];
        int rank = matrix.Shape.Rank;
        if (rank < 2 || matrix.Shape[^1] != matrix.Shape[^2]) return null;
        Tensor<float> transposed = matrix.Transposed([.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2]);
        return operand == 0 ? run.On(transposed, run.Inputs[1]) : run.On(run.Inputs[0], transposed);
    }

    // The right operand's matrix number b, as if it had as many as the product: beyond its end it starts again.
    private static Tensor<float>? NotBroadcast(MatMul layer, Execution run)
    {
        Tensor<float> right = run.Inputs[1];
        if (right.Shape.Rank < 3 || run.Shape.Rank != right.Shape.Rank) return null;
        var leading = new Shape([.. run.Shape.Extents[..^2], right.Shape[^2], right.Shape[^1]]);
        return run.Instead(layer, run.Inputs[0], new Tensor<float>(leading).Remade(i => right[i % right.Count]));
    }

    private static Tensor<float>? LastBlockOnly(Execution run)
    {
        Tensor<float> left = run.Inputs[0];
        int terms = left.Shape.Rank == 0 ? 0 : left.Shape[^1], start = (terms - 1) / 256 * 256;
        if (start <= 0) return null;
        Tensor<float> last = left.Remade(i => i % terms < start ? 0 : left[i]);
        return run.On([last, .. run.Inputs.Skip(1)]);
    }
}
