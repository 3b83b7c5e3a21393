using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>
/// Part of the input: along each axis, so many samples from a start, so far apart. Kind <c>slice</c>. A split is several slices.
/// Importers resolve negative and open-ended positions.
/// <list type="bullet">
/// <item>C1: starts, counts and steps have one number an axis.</item>
/// <item>C2: no step is 0 and no count is negative.</item>
/// <item>C3: the first and the last sample of each axis lie inside the input.</item>
/// </list>
/// </summary>
/// <param name="Starts">The first sample of each axis.</param>
/// <param name="Counts">How many samples of each axis; 0 gives an empty output.</param>
/// <param name="Steps">From one sample to the next; negative steps go backwards.</param>
public sealed record Slice(ImmutableArray<int> Starts, ImmutableArray<int> Counts, ImmutableArray<int> Steps) : RearrangementLayer
{
    /// <inheritdoc/>
    public override string Kind => "slice";

    /// <summary>A slice along one axis that keeps all others whole.</summary>
    /// <param name="input">The shape that it will be taken from.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="start">The first sample.</param>
    /// <param name="count">How many samples.</param>
    public static Slice Along(Shape input, int axis, int start, int count) =>
        new(Of(input.Rank, 0).SetItem(axis, start), ImmutableArray.Create(input.Extents).SetItem(axis, count), Of(input.Rank, 1));

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        Require(IsOf(Starts, input.Rank) && IsOf(Counts, input.Rank) && IsOf(Steps, input.Rank), 1, $"starts, counts and steps do not all have {input.Rank} numbers, one an axis");
        for (int axis = 0; axis < input.Rank; axis++)
        {
            int start = Starts[axis], count = Counts[axis], step = Steps[axis];
            Require(step != 0 && count >= 0, 2, $"axis {axis} has step {step} and count {count}; expected a step other than 0 and a count of 0 or more");
            long last = start + ((count - 1L) * step);
            Require(count == 0 || (start >= 0 && start < input[axis] && last >= 0 && last < input[axis]), 3,
                $"axis {axis} is read from {start} to {last}; expected positions 0 to {input[axis] - 1}");
        }

        return new Shape(Counts.AsSpan());
    }

    private static ImmutableArray<int> Of(int length, int value) => [.. Enumerable.Repeat(value, length)];

    private static bool IsOf(ImmutableArray<int> numbers, int length) => !numbers.IsDefault && numbers.Length == length;
}
