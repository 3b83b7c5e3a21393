using System.Collections.Immutable;

namespace RefCnn.Accelerate.Plan;

/// <summary>A step before its operands have a place.</summary>
/// <param name="Node">The nodes that it computes; null where it only brings values into another layout.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Residual">What it adds, or null.</param>
/// <param name="Output">What it writes.</param>
/// <param name="Prepare">Makes the step.</param>
internal sealed record PlanStep(FusedNode? Node, ImmutableArray<PlanValue> Inputs, PlanValue? Residual, PlanValue Output, Func<Operands, Step> Prepare)
{
    /// <summary>Whether it reads or writes where a value lies.</summary>
    /// <param name="value">The value.</param>
    public bool Touches(PlanValue value) => Output.Root == value.Root || Residual?.Root == value.Root || Inputs.Any(input => input.Root == value.Root);
}
