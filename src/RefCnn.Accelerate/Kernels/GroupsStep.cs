using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Accelerate.Kernels;

/// <summary>What is computed from all values that differ in some axes' indices only.</summary>
internal abstract class GroupsStep : Step
{
    private readonly int[] outerOffsets;

    /// <summary>Finds the groups.</summary>
    /// <param name="shape">The input's shape.</param>
    /// <param name="axes">The axes that a group spans.</param>
    protected GroupsStep(Shape shape, ImmutableArray<int> axes)
    {
        ImmutableArray<int> strides = shape.Strides();
        Members = Offsets(shape, strides, axis => axes.Contains(axis));
        outerOffsets = Offsets(shape, strides, axis => !axes.Contains(axis));
    }

    public override int Pieces => outerOffsets.Length;

    /// <summary>The offsets of a group's values from its first.</summary>
    protected int[] Members { get; }

    public override void Run(int first, int end, int worker)
    {
        for (int group = first; group < end; group++) Compute(group, outerOffsets[group]);
    }

    /// <summary>Computes one group.</summary>
    /// <param name="group">Its number, in row-major order of the remaining axes.</param>
    /// <param name="start">The flat index of its first value.</param>
    protected abstract void Compute(int group, int start);

    private static int[] Offsets(Shape shape, ImmutableArray<int> strides, Func<int, bool> spans)
    {
        int[] offsets = [0];
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (spans(axis)) offsets = [.. offsets.SelectMany(offset => Enumerable.Range(0, shape[axis]).Select(i => offset + (i * strides[axis])))];
        }

        return offsets;
    }
}
