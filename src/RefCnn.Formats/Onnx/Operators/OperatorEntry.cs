using System.Collections.Immutable;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>How an operator is imported.</summary>
/// <param name="Import">Adds the node's layers to the network, or folds it.</param>
/// <param name="ConstantInputs">The positions of inputs whose values must be known at import.</param>
internal sealed record OperatorEntry(Action<OnnxNode> Import, params ImmutableArray<int> ConstantInputs)
{
    /// <summary>Whether every input must be known at import.</summary>
    public bool AllConstant { get; init; }

    /// <summary>An operator that is computed at import only.</summary>
    /// <param name="import">Folds the node.</param>
    public static OperatorEntry Folded(Action<OnnxNode> import) => new(import) { AllConstant = true };

    /// <summary>An operator that no layer expresses.</summary>
    /// <param name="reason">Why not.</param>
    public static OperatorEntry Refused(string reason) => new(node => throw node.Refuse(reason));
}
