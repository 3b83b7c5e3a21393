using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants.Faults;

/// <summary>Mistakes between layers: fusion, shared buffers, shared weights. One layer alone does not show them.</summary>
internal static class NetworkFaults
{
    public static FaultFamily Family { get; } = new(
        "networks",
        "authors of optimisers: fusion, arenas, caches",
        Between("filters-cached-by-shape", "Packed filters are cached by their shape: a later convolution of the same shape gets the first one's.", FirstOfShape),
        Between("one-weight-in-a-million", "The weight in the middle of the largest layer has the wrong sign.", OneWeight),
        Between("index-of-16-bits", "Outputs beyond number 65,535 are not written.", run => run.Output.Count <= 65536 || run.Layer is Input ? null : run.Output.Remade(i => i < 65536 ? run.Output[i] : 0)),
        Between("activation-before-residual", "A residual is added after the activation instead of before it.", run => Adds(run) && Readers(run).Any(IsActivation) ? run.On(run.Inputs[0].Map(x => MathF.Max(x, 0)), run.Inputs[1]) : null),
        Between("activation-not-fused", "The activation after an addition is lost in fusing.", run => IsActivation(run.Layer) && Adds(run.Network.Nodes[run.Network.Nodes[run.Index].Inputs[0]].Layer) ? run.Input : null),
        Between("residual-overwritten", "The branch is computed in place over the shortcut: the sum is twice the branch.", run => Adds(run) ? run.On(run.Inputs[0], run.Inputs[0]) : null),
        Between("normalisation-folded-without-shift", "Batch norm is folded into the convolution before it, without beta.", run => run.Layer is BatchNorm { Shift: not null } norm && Producer(run) is Conv2D ? run.Instead(norm with { Shift = null }) : null),
        Between("normalisation-folded-without-mean", "Batch norm is folded into the filters before it, and the mean is not put into the bias.", run => run.Layer is BatchNorm norm && Producer(run) is Conv2D ? run.Instead(norm with { Mean = norm.Mean.Map(_ => 0f) }) : null),
        Between("branches-in-order-of-computing", "Inputs of a concatenation lie in the order in which they were computed last.", run => run.Layer is Concat && run.Inputs.Length > 1 ? run.Instead(run.Layer, [.. run.Inputs.Reverse()]) : null),
        Between("last-branch-overwrites", "The last branch of a concatenation is written at the first one's place.", LastBranch),
        Between("buffer-freed-too-early", "A buffer is reused while a second reader still needs it: that reader meets what the first wrote over it.", Clobbered),
        Between("last-layer-skipped", "The last layer is taken for a label and dropped.", run => run.Index == run.Network.Nodes.Length - 1 ? run.Input.Fitted(run.Shape) : null),
        Between("global-average-of-corner", "The last average is taken over 4×4 samples of the plane.", GlobalCorner));

    private static Fault Between(string name, string sentence, Func<Execution, Tensor<float>?> act) => new(name, sentence, [Fault.Network], act);

    private static Layer Producer(Execution run) => run.Network.Nodes[run.Network.Nodes[run.Index].Inputs[0]].Layer;

    private static IEnumerable<Layer> Readers(Execution run) => run.Network.Nodes.Where(node => node.Inputs.Contains(run.Index)).Select(node => node.Layer);

    private static bool IsActivation(Layer layer) => layer is Relu or Clip or LeakyRelu;

    private static bool Adds(Layer layer) => layer is Binary { Function: BinaryFunction.Add };

    private static bool Adds(Execution run) => Adds(run.Layer) && run.Inputs[0].Shape == run.Inputs[1].Shape;

    private static Tensor<float>? FirstOfShape(Execution run)
    {
        if (run.Layer is not Conv2D layer) return null;
        Conv2D first = run.Network.Nodes.Select(node => node.Layer).OfType<Conv2D>().First(other => other.Weight.Shape == layer.Weight.Shape);
        return ReferenceEquals(first, layer) ? null : run.Instead(layer with { Weight = first.Weight });
    }

    private static Tensor<float>? OneWeight(Execution run)
    {
        if (run.Layer is not Conv2D layer) return null;
        int largest = run.Network.Nodes.Max(node => node.Layer is Conv2D other ? other.Weight.Count : 0), middle = largest / 2;
        return layer.Weight.Count < largest ? null : run.Instead(layer with { Weight = layer.Weight.Remade(i => i == middle ? -layer.Weight[i] : layer.Weight[i]) });
    }

    private static Tensor<float>? LastBranch(Execution run)
    {
        if (run.Layer is not Concat concat || run.Inputs.Length < 2) return null;
        Tensor<float> last = run.Inputs[^1];
        return run.Output.AtPlaces(place => place[concat.Axis] < last.Shape[concat.Axis] ? last.At(place) : run.Output.At(place));
    }

    private static Tensor<float>? Clobbered(Execution run)
    {
        if (run.Layer is Input || run.Inputs.IsEmpty) return null;
        int read = run.Network.Nodes[run.Index].Inputs[0];
        int first = Enumerable.Range(0, run.Index).FirstOrDefault(index => run.Network.Nodes[index].Inputs.Contains(read), -1);
        if (first < 0) return null;
        Tensor<float> written = run.ValueOf(first);
        return run.On([run.Input.Remade(i => i < written.Count ? written[i] : run.Input[i]), .. run.Inputs.Skip(1)]);
    }

    private static Tensor<float>? GlobalCorner(Execution run)
    {
        if (run.Layer is not GlobalPool { Function: GlobalPoolFunction.Average } || run.Input.Shape.Rank != 4) return null;
        return run.Output.AtPlaces(place =>
        {
            float sum = 0;
            for (int i = 0; i < 16; i++) sum += run.Input.At(place[0], place[1], i / 4, i % 4);
            return sum / 16;
        });
    }
}
