using System.Collections.Concurrent;
using RefCnn.Conformance.Bounds;
using RefCnn.Core;
using RefCnn.Reference;

namespace RefCnn.Conformance;

/// <summary>What must come out of a vector that has outputs, with the bounds of every precision class, each derived once.</summary>
/// <param name="vector">The vector.</param>
internal sealed class LayerTruth(VectorCase vector)
{
    private readonly ConcurrentDictionary<PrecisionClass, OutputBound> bounds = new();

    /// <summary>The vector.</summary>
    public VectorCase Vector => vector;

    /// <summary>The true output.</summary>
    public Tensor<double> Output => ((Expectation.Valid)vector.Expected).Output;

    /// <summary>How far an engine may be off.</summary>
    /// <param name="precision">Its class.</param>
    public OutputBound BoundFor(PrecisionClass precision) => bounds.GetOrAdd(precision, Derive);

    // The exact tier asks for the same bits, after storing; engines that do not form plain sums, whose integers end earlier, or whose storage does not
    // hold the operands are bounded instead.
    private OutputBound Derive(PrecisionClass precision)
    {
        Operands operands = ReferenceEngine.OperandsOf(vector.Layer, [.. vector.Inputs.Select(input => input.ToDouble())]);
        bool exact = vector.Tier == Tier.Exact && precision.Sums == SumAlgorithm.Plain && precision.ExactLimit >= PrecisionClass.Float32.ExactLimit;
        if (exact && !precision.HasNarrowStorage) return new OutputBound(new Tensor<double>(Output.Shape), null);
        if (exact && !StoredOperands.Of(vector.Layer, operands, precision).Any()) return StorageBound.OfExact(Output, precision);
        OutputBound bound = OutputBound.Of(vector.Layer, operands, Output, precision);

        // The golden numbers were computed in double, or printed with few digits: their own error is allowed too.
        OutputBound own = OutputBound.Of(vector.Layer, operands, Output, PrecisionClass.Float64);
        for (int i = 0; i < Output.Count; i++) bound.Allowed[i] += own.Allowed[i] + vector.Source.Rounding;
        return bound;
    }
}
