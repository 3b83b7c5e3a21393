using System.Collections.Immutable;

namespace RefCnn.Accelerate;

/// <summary>What a step works on.</summary>
/// <param name="Inputs">The node's inputs.</param>
/// <param name="Output">The node's output.</param>
/// <param name="Workspace">Scratch memory.</param>
/// <param name="Fusion">What follows a convolution or a dense layer in the same step.</param>
/// <param name="Engine">What it computes with.</param>
internal sealed record Operands(ImmutableArray<View> Inputs, View Output, Workspace Workspace, Fusion Fusion, Engine Engine)
{
    /// <summary>The only input of a layer that has one.</summary>
    public View Input => Inputs[0];
}
