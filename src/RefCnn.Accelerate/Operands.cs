using System.Collections.Immutable;

namespace RefCnn.Accelerate;

/// <summary>What a step works on.</summary>
/// <param name="Inputs">The node's inputs.</param>
/// <param name="Output">The node's output.</param>
/// <param name="Workspace">Scratch memory.</param>
/// <param name="Memory">Memory for packed weights.</param>
/// <param name="Fusion">What follows a convolution or a dense layer in the same step.</param>
/// <param name="Engine">What it computes with.</param>
internal sealed record Operands(ImmutableArray<View> Inputs, View Output, Workspace Workspace, WeightMemory Memory, Fusion Fusion, Engine Engine)
{
    /// <summary>The only input of a layer that has one.</summary>
    public View Input => Inputs[0];

    /// <summary>The channels of one of a convolution's groups, which are whole blocks where there is more than one.</summary>
    /// <param name="group">The group.</param>
    /// <param name="groups">How many there are.</param>
    public Operands OfGroup(int group, int groups)
    {
        if (groups == 1) return this;
        return this with { Inputs = [Of(Input)], Output = Of(Output), Fusion = Fusion with { Residual = Fusion.Residual is { } residual ? Of(residual) : null } };

        View Of(View all) => all.Channels(group * (all.Blocks / groups), all.Shape.Channels / groups);
    }
}
