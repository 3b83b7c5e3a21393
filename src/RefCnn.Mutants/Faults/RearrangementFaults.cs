using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants.Faults;

/// <summary>Values that end up in wrong places.</summary>
internal static class RearrangementFaults
{
    public static FaultFamily Family { get; } = new(
        "rearrangement",
        "importers that meet other orders of axes, and authors of copies",
        Fault.In<Concat>("inputs-reversed", "Inputs are laid down from the last to the first.", (c, run) => run.Instead(c, [.. run.Inputs.Reverse()])),
        Fault.In<Concat>("outermost-axis", "Inputs are laid end to end in memory, whatever the axis.", (_, run) => EndToEnd(run)),
        Fault.In<Concat>("equal-parts", "Every input is placed as if it were as long as the first.", EqualParts),
        Fault.In<Concat>("last-input-missing", "The last input's place is left zero.", (c, run) => run.Inputs.Length < 2 ? null : run.Instead(c, run.Inputs.SetItem(run.Inputs.Length - 1, run.Inputs[^1].Map(_ => 0f)))),
        Fault.Taking<Slice>("starts-ignored", "Every slice begins at 0.", s => s with { Starts = [.. s.Starts.Select((start, axis) => s.Steps[axis] > 0 ? 0 : start)] }),
        Fault.Taking<Slice>("steps-ignored", "Samples are adjacent.", s => s with { Steps = [.. s.Steps.Select(Math.Sign)] }),
        Fault.In<Slice>("one-later", "Where there is room, a slice begins one sample later.", OneLater),
        Fault.Taking<Slice>("backwards-forwards", "Negative steps go forwards over the same samples.", Forwards),
        Fault.Taking<Pad>("ends-swapped", "Before and after change places.", p => p with { Before = p.After, After = p.Before }),
        Fault.Taking<Pad>("interleaved", "Numbers are read as pairs by axis, before and after in turn.", Interleaved),
        Fault.Taking<Pad>("axes-reversed", "Axes are counted from the last, as PyTorch does.", p => p with { Before = [.. p.Before.Reverse()], After = [.. p.After.Reverse()] }),
        Fault.Taking<Pad>("value-is-zero", "Constant padding is 0, whatever the value.", p => p.Value == 0 ? null : p with { Value = 0 }),
        Fault.Taking<Pad>("edge-for-reflection", "Reflection repeats the edge sample.", p => p.Mode == PadMode.Reflect ? p with { Mode = PadMode.Edge } : null),
        Fault.Taking<Pad>("reflection-for-wrap", "Wrapping mirrors.", p => p.Mode == PadMode.Wrap ? p with { Mode = PadMode.Reflect } : null),
        Fault.In<Pad>("symmetric-for-reflection", "The edge sample takes part in the mirror image.", Symmetric),
        Fault.Taking<Pad>("constant-for-edge", "The edge is padded with the constant.", p => p.Mode == PadMode.Edge ? p with { Mode = PadMode.Constant } : null),
        new("column-major", "Values are taken in the order of columns.", ["reshape", "flatten", "squeeze", "unsqueeze"], run => run.Input.StoredAs([.. Enumerable.Range(0, run.Input.Shape.Rank).Reverse()]).As(run.Shape)),
        new("channels-last", "Values of an NCHW tensor are taken in the order NHWC, as Keras flattens.", ["reshape", "flatten"], run => run.Input.Shape.Rank == 4 ? run.Input.StoredAs(0, 2, 3, 1).As(run.Shape) : null),
        Fault.In<Transpose>("inverse", "The permutation is applied the wrong way round.", (t, run) => run.Instead(t with { Permutation = [.. t.Permutation.Select((_, axis) => t.Permutation.IndexOf(axis))] })),
        Fault.In<Transpose>("reversed-always", "Axes are reversed, whatever the permutation.", (t, run) => run.Instead(t with { Permutation = [.. t.Permutation.Order().Reverse()] })),
        Fault.In<Transpose>("shape-only", "The shape changes, the values stay.", (_, run) => run.Input.As(run.Shape)),
        Fault.In<Transpose>("innermost-pair-only", "Only the last two axes change places.", (t, run) => t.Permutation.Length < 2 ? null : run.Instead(t with { Permutation = [.. Enumerable.Range(0, t.Permutation.Length - 2), t.Permutation.Length - 1, t.Permutation.Length - 2] })),
        new("last-value-missing", "The copy ends one value too early.", ["squeeze", "unsqueeze", "reshape", "flatten", "identity", "constant"], run => run.Output.Remade(i => i == run.Output.Count - 1 ? 0 : run.Output[i])),
        Fault.In<Tile>("each-value-repeated", "Each value is repeated in place (numpy.repeat), not the whole input.", (t, run) => run.Output.AtPlaces(place => run.Input.At([.. place.Select((position, axis) => position / t.Repeats[axis])]))),
        Fault.Taking<Tile>("axes-reversed", "Repeats are counted from the last axis.", t => t with { Repeats = [.. t.Repeats.Reverse()] }),
        Fault.In<Tile>("end-to-end", "The input is repeated end to end in memory, whatever the axis.", (_, run) => run.Output.Remade(i => run.Input[i % run.Input.Count])),
        Fault.In<Expand>("aligned-at-first-axes", "New axes come behind instead of in front.", (e, run) => run.Instead(e, run.Input.As(new Shape([.. run.Input.Shape.Extents, .. Enumerable.Repeat(1, run.Shape.Rank - run.Input.Shape.Rank)])))),
        Fault.In<Expand>("end-to-end", "The input is repeated end to end in memory, whatever the axis.", (_, run) => run.Input.Count == 0 ? null : run.Output.Remade(i => run.Input[i % run.Input.Count])),
        Fault.In<Expand>("each-value-repeated", "Each value is repeated in place, whatever the axis.", (_, run) => run.Output.Count == 0 ? null : run.Output.Remade(i => run.Input[(int)((long)i * run.Input.Count / run.Output.Count)])),
        Fault.Taking<SpaceToDepth>("block-and-channel-swapped", "Block and channel change places in the output's channel index.", s => s with { Order = Other(s.Order) }),
        Fault.In<SpaceToDepth>("block-by-columns", "Places in a block are counted down columns.", (s, run) => HeightAndWidthSwapped(run)),
        Fault.In<SpaceToDepth>("as-darknet", "Darknet's reorg is taken for it.", (s, run) => run.Instead(new DarknetReorg(s.Block))),
        Fault.Taking<DepthToSpace>("block-and-channel-swapped", "Block and channel change places in the input's channel index.", s => s with { Order = Other(s.Order) }),
        Fault.In<DepthToSpace>("block-by-columns", "Places in a block are counted down columns.", (s, run) => HeightAndWidthSwapped(run)),
        Fault.In<DepthToSpace>("inverted-rows", "Rows of a block are laid down from the last.", (s, run) => run.Output.AtPlaces(p => run.Output.At(p.With(2, p[2] + s.Block - 1 - (2 * (p[2] % s.Block)))))),
        Fault.In<DarknetReorg>("as-space-to-depth", "Space-to-depth is taken for it (block first).", (r, run) => run.Instead(new SpaceToDepth(r.Stride))),
        Fault.In<DarknetReorg>("as-pixel-unshuffle", "PyTorch's pixel-unshuffle is taken for it (channel first).", (r, run) => run.Instead(new SpaceToDepth(r.Stride, BlockOrder.ChannelFirst))),
        Fault.In<DarknetReorg>("reversed", "The way back is taken, as Darknet's own flag has it.", (r, run) => run.Instead(new DepthToSpace(r.Stride))?.As(run.Shape)),
        Fault.Giving<Identity>("dropout-scaled", "Dropout scales by the share that is kept.", (_, x, _) => x * 0.5f),
        Fault.Giving<Identity>("special-values-cleaned", "NaN and infinities are replaced by 0.", (_, x, _) => float.IsFinite(x) ? x : 0),
        Fault.In<Constant>("special-values-lost", "NaN and infinities are stored as 0.", (_, run) => run.Output.Map(y => float.IsFinite(y) ? y : 0)),
        Fault.In<Constant>("column-major", "Values are stored in the order of columns.", (_, run) => run.Output.StoredAs([.. Enumerable.Range(0, run.Shape.Rank).Reverse()])),
        Fault.In<Input>("channels-reversed", "Red and blue change places.", (_, run) => run.Shape.Rank == 4 ? run.Output.AtPlaces(p => run.Output.At(p.With(1, run.Shape.Channels - 1 - p[1]))) : null),
        Fault.In<Input>("channels-last", "NHWC values are taken for NCHW ones.", (_, run) => run.Shape.Rank == 4 ? run.Output.StoredAs(0, 2, 3, 1) : null),
        Fault.In<Input>("whole-numbers", "Values are cut to whole numbers, like a picture's bytes.", (_, run) => run.Output.Map(MathF.Truncate)),
        Fault.In<Input>("first-input-for-all", "Inputs of the same shape are all given the first one's values.", (_, run) => run.Network.Inputs[0] is var first && run.Network.Shapes[first] == run.Shape && first != run.Index ? run.ValueOf(first) : null));

    private static BlockOrder Other(BlockOrder order) => order == BlockOrder.BlockFirst ? BlockOrder.ChannelFirst : BlockOrder.BlockFirst;

    private static Tensor<float> EndToEnd(Execution run)
    {
        float[] values = [.. run.Inputs.SelectMany(input => input.Values)];
        return new Tensor<float>(run.Shape, values);
    }

    private static Tensor<float>? EqualParts(Concat layer, Execution run)
    {
        int extent = run.Inputs[0].Shape[layer.Axis];
        return run.Output.AtPlaces(place => extent > 0 && place[layer.Axis] / extent is var part && part < run.Inputs.Length
            ? run.Inputs[part].At(place.With(layer.Axis, place[layer.Axis] % extent))
            : 0);
    }

    private static Tensor<float>? OneLater(Slice layer, Execution run)
    {
        int[] starts = [.. layer.Starts];
        for (int axis = 0; axis < starts.Length; axis++)
        {
            int last = starts[axis] + ((layer.Counts[axis] - 1) * layer.Steps[axis]);
            if (Math.Max(starts[axis], last) + 1 < run.Input.Shape[axis]) starts[axis]++;
        }

        return run.Instead(layer with { Starts = [.. starts] });
    }

    private static Slice? Forwards(Slice layer)
    {
        int[] starts = [.. layer.Starts];
        for (int axis = 0; axis < starts.Length; axis++)
        {
            if (layer.Steps[axis] < 0) starts[axis] += (layer.Counts[axis] - 1) * layer.Steps[axis];
        }

        return layer.Steps.All(step => step > 0) ? null : layer with { Starts = [.. starts], Steps = [.. layer.Steps.Select(Math.Abs)] };
    }

    private static Pad Interleaved(Pad layer)
    {
        ImmutableArray<int> all = [.. layer.Before, .. layer.After];
        return layer with { Before = [.. all.Where((_, i) => i % 2 == 0)], After = [.. all.Where((_, i) => i % 2 == 1)] };
    }

    private static Tensor<float>? Symmetric(Pad layer, Execution run)
    {
        if (layer.Mode != PadMode.Reflect) return null;
        return run.Output.AtPlaces(place => run.Input.At([.. place.Select((position, axis) => Mirrored(position - layer.Before[axis], run.Input.Shape[axis]))]));

        static int Mirrored(int position, int extent) => position < 0 ? -1 - position : position >= extent ? (2 * extent) - 1 - position : position;
    }

    // Rows for columns within a block: the layer on the picture with its axes exchanged, exchanged back.
    private static Tensor<float>? HeightAndWidthSwapped(Execution run)
    {
        Shape exchanged = new(run.Shape.Batch, run.Shape.Channels, run.Shape.Width, run.Shape.Height);
        return run.Instead(run.Layer, run.Input.Transposed(0, 1, 3, 2))?.As(exchanged).Transposed(0, 1, 3, 2);
    }
}
