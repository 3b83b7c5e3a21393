using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Reference;

/// <summary>
/// What a kernel computes from: the node's inputs and the layer's parameters, all in double. They are apart from the layer,
/// so that the conformance suite can run the same kernel on |x|, |w| and on x², w² to derive its bounds.
/// </summary>
/// <param name="Inputs">The node's inputs.</param>
/// <param name="Parameters">The layer's parameters in its order; null where it has none.</param>
public sealed record Operands(ImmutableArray<Tensor<double>> Inputs, ImmutableArray<Tensor<double>?> Parameters)
{
    /// <summary>The only input of a layer that has one.</summary>
    public Tensor<double> Input => Inputs[0];

    /// <summary>A function applied to every value of every operand.</summary>
    /// <param name="function">The function.</param>
    public Operands Map(Func<double, double> function) =>
        new([.. Inputs.Select(input => input.Map(function))], [.. Parameters.Select(parameter => parameter?.Map(function))]);
}
