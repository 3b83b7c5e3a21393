using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Validation.Layers;

/// <summary>Layers that move values.</summary>
internal static class ArrangementRules
{
    /// <summary>split: as many outputs as it says.</summary>
    public static void Split(LayerCheck check) =>
        check.Demand((ulong)check.Layer.Output.Count == check.Layer.Split.NOutputs && check.Layer.Split.NOutputs > 1, $"has {check.Layer.Output.Count} outputs and nOutputs = {check.Layer.Split.NOutputs}; expected 2 or more of both");

    /// <summary>splitND: as many outputs as it has parts.</summary>
    public static void SplitND(LayerCheck check)
    {
        SplitNDLayerParams stored = check.Layer.SplitND;
        ulong parts = stored.SplitSizes.Count > 0 ? (ulong)stored.SplitSizes.Count : stored.NumSplits;
        check.Demand((ulong)check.Layer.Output.Count == parts, $"has {check.Layer.Output.Count} outputs of {parts} parts");
    }

    /// <summary>slice: a positive step; ends that are not negative lie beyond the start.</summary>
    public static void Slice(LayerCheck check)
    {
        SliceLayerParams stored = check.Layer.Slice;
        check.Demand(stored.Stride > 0, $"has stride 0");
        check.Demand(Enum.IsDefined(stored.Axis), $"is along the unknown axis {(int)stored.Axis}");
        check.Demand(stored.StartIndex < 0 || stored.EndIndex < 0 || stored.EndIndex > stored.StartIndex, $"ends at {stored.EndIndex}, not after its start {stored.StartIndex}");
    }

    /// <summary>sliceStatic: lists of one length, and no step of 0.</summary>
    public static void SliceStatic(LayerCheck check)
    {
        SliceStaticLayerParams stored = check.Layer.SliceStatic;
        int rank = stored.BeginIds.Count;
        bool even = rank > 0 && stored.EndIds.Count == rank && stored.Strides.Count == rank && stored.BeginMasks.Count == rank && stored.EndMasks.Count == rank;
        check.Demand(even && (stored.SqueezeMasks.Count == 0 || stored.SqueezeMasks.Count == rank), $"has lists of different lengths; expected {rank} of each");
        check.Demand(stored.Strides.All(stride => stride != 0), $"has stride 0");
    }

    /// <summary>constantPad: two amounts an axis, unless a second input has them.</summary>
    public static void ConstantPad(LayerCheck check)
    {
        int count = check.Layer.ConstantPad.PadAmounts.Count;
        check.Demand(check.Layer.Input.Count > 1 || (count > 0 && count % 2 == 0), $"has {count} amounts; expected two an axis");
    }

    /// <summary>reshape: [C, H, W] or [Seq, C, H, W].</summary>
    public static void Reshape(LayerCheck check) => check.Demand(
        check.Layer.Reshape.TargetShape.Count is 3 or 4 && check.Layer.Reshape.TargetShape.All(extent => extent > 0),
        $"has the target shape [{string.Join(", ", check.Layer.Reshape.TargetShape)}]; expected 3 or 4 positive extents");

    /// <summary>reshapeStatic: at most one extent is left open.</summary>
    public static void ReshapeStatic(LayerCheck check)
    {
        var target = check.Layer.ReshapeStatic.TargetShape;
        check.Demand(target.Count is >= 1 and <= 5 && target.Count(extent => extent < 0) <= 1, $"has the target shape [{string.Join(", ", target)}]; expected 1 to 5 extents, at most one of them open");
    }

    /// <summary>permute: an order of sequence, channels, height and width.</summary>
    public static void Permute(LayerCheck check)
    {
        if (check.Demand(check.Layer.Permute.Axis.Count == 4, $"has {check.Layer.Permute.Axis.Count} axes; expected 4")) DemandPermutation(check, check.Layer.Permute.Axis);
    }

    /// <summary>Demands that each axis is named once.</summary>
    /// <param name="check">The layer.</param>
    /// <param name="axes">The axes.</param>
    public static void DemandPermutation(LayerCheck check, IReadOnlyCollection<ulong> axes) => check.Demand(
        axes.Count > 0 && axes.Order().SequenceEqual(Enumerable.Range(0, axes.Count).Select(axis => (ulong)axis)), $"has axes [{string.Join(", ", axes)}]; expected each once");
}
