using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>What fills the samples that <see cref="Pad"/> adds.</summary>
public enum PadMode
{
    /// <summary>One number.</summary>
    Constant,

    /// <summary>The input mirrored at its edge sample, which is not repeated: 1 2 3 4 padded 2 before gives 3 2 | 1 2 3 4.</summary>
    Reflect,

    /// <summary>The edge sample, repeated.</summary>
    Edge,

    /// <summary>The input from its other end.</summary>
    Wrap,
}

/// <summary>
/// Adds samples before and after, along any axis. Kind <c>pad</c>.
/// <list type="bullet">
/// <item>C1: before and after have one number an axis, none negative (importers turn a negative padding into a slice).</item>
/// <item>C2: reflection adds at most extent − 1 samples at either end, wrapping at most extent.</item>
/// <item>C3: edge, reflect and wrap have at least one sample to copy.</item>
/// </list>
/// </summary>
/// <param name="Before">Samples added before the first, one number an axis.</param>
/// <param name="After">Samples added after the last, one number an axis.</param>
/// <param name="Mode">What fills them.</param>
/// <param name="Value">The number that fills them in constant mode.</param>
public sealed record Pad(ImmutableArray<int> Before, ImmutableArray<int> After, PadMode Mode = PadMode.Constant, float Value = 0) : RearrangementLayer
{
    /// <inheritdoc/>
    public override string Kind => "pad";

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        Require(!Before.IsDefault && !After.IsDefault && Before.Length == input.Rank && After.Length == input.Rank, 1, $"before and after do not both have {input.Rank} numbers, one an axis");
        int[] extents = new int[input.Rank];
        for (int axis = 0; axis < input.Rank; axis++)
        {
            int before = Before[axis], after = After[axis], extent = input[axis];
            Require(before >= 0 && after >= 0, 1, $"axis {axis} is padded by {before} and {after}; expected none negative");
            int limit = Mode switch { PadMode.Reflect => Math.Max(0, extent - 1), PadMode.Wrap => extent, _ => int.MaxValue };
            Require(before <= limit && after <= limit, 2, $"axis {axis} of extent {extent} is padded by {before} and {after}; expected at most {limit}");
            Require(Mode == PadMode.Constant || extent > 0 || before + after == 0, 3, $"axis {axis} is empty and has no sample to copy");
            extents[axis] = checked(before + extent + after);
        }

        return new Shape(extents);
    }
}
