using RefCnn.Core;

namespace RefCnn.Formats.CSource.Emit;

/// <summary>
/// A walk over axes in row-major order with, for each operand, the step from one index of an axis to the next. Axes of extent 1 are left out, and neighbours that
/// every operand walks through evenly are made one, so that the generated loops are few and long.
/// </summary>
internal sealed class StridedAxes
{
    private StridedAxes(int[] extents, int[][] steps) => (Extents, Steps) = (extents, steps);

    /// <summary>The extents, outermost first.</summary>
    public int[] Extents { get; }

    /// <summary>For each operand its steps.</summary>
    public int[][] Steps { get; }

    /// <summary>The extent of the last axis; 1 where there is none.</summary>
    public int Line => Extents.Length == 0 ? 1 : Extents[^1];

    /// <summary>The extents of all axes but the last.</summary>
    public int[] Outer => Extents.Length == 0 ? [] : Extents[..^1];

    /// <summary>How many lines there are.</summary>
    public int Lines => new Shape(Outer).Count;

    /// <summary>Makes the walk.</summary>
    /// <param name="extents">The extents, outermost first.</param>
    /// <param name="steps">For each operand one step an axis.</param>
    public static StridedAxes Of(IReadOnlyList<int> extents, params int[][] steps)
    {
        var merged = new List<(int Extent, int[] Steps)>();
        for (int axis = 0; axis < extents.Count; axis++)
        {
            if (extents[axis] == 1) continue;
            int[] own = [.. steps.Select(operand => operand[axis])];
            bool even = merged.Count > 0 && own.Select((step, operand) => step * extents[axis] == merged[^1].Steps[operand]).All(fits => fits);
            if (even) merged[^1] = (merged[^1].Extent * extents[axis], own);
            else merged.Add((extents[axis], own));
        }

        return new StridedAxes([.. merged.Select(axis => axis.Extent)], [.. steps.Select((_, operand) => merged.Select(axis => axis.Steps[operand]).ToArray())]);
    }

    /// <summary>The step of an operand along the last axis; 0 where there is none.</summary>
    /// <param name="operand">The operand.</param>
    public int LineStep(int operand) => Extents.Length == 0 ? 0 : Steps[operand][^1];

    /// <summary>The steps of an operand along all axes but the last.</summary>
    /// <param name="operand">The operand.</param>
    public int[] OuterSteps(int operand) => Extents.Length == 0 ? [] : Steps[operand][..^1];
}
