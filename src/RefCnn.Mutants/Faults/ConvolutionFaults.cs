using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants.Faults;

/// <summary>Convolutions with wrong filters, groups or biases.</summary>
internal static class ConvolutionFaults
{
    public static FaultFamily Family { get; } = new(
        "convolution",
        "importers of other layouts, and authors of convolution kernels",
        Filtered("kernel-flipped", "The kernel is turned by 180°: convolution in the mathematical sense.", w => w.AtPlaces(p => w.At(p[0], p[1], w.Shape[2] - 1 - p[2], w.Shape[3] - 1 - p[3]))),
        Filtered("kernel-transposed", "Rows and columns of the kernel change places.", w => w.StoredAs(0, 1, 3, 2)),
        Filtered("filters-in-hwio", "Filters stored as Keras does (height, width, inputs, outputs) are read as they lie.", w => w.StoredAs(2, 3, 1, 0)),
        Filtered("filters-in-ohwi", "Filters stored as TensorFlow Lite does (outputs, height, width, inputs) are read as they lie.", w => w.StoredAs(0, 2, 3, 1)),
        Filtered("filters-in-iohw", "Filters with inputs before outputs are read as they lie.", w => w.StoredAs(1, 0, 2, 3)),
        Filtered("last-row-of-taps-dropped", "The loop over a kernel's rows ends one too early.", w => w.AtPlaces(p => p[2] == w.Shape[2] - 1 ? 0 : w.At(p))),
        Filtered("last-column-of-taps-dropped", "The loop over a kernel's columns ends one too early.", w => w.AtPlaces(p => p[3] == w.Shape[3] - 1 ? 0 : w.At(p))),
        Filtered("channel-tail-dropped", "Input channels beyond the last full block of four are left out of the sum.", w => w.AtPlaces(p => p[1] >= w.Shape[1] / 4 * 4 ? 0 : w.At(p))),
        Filtered("one-sign-flipped", "The last weight has the wrong sign.", w => w.Remade(i => i == w.Count - 1 ? -w[i] : w[i])),
        Filtered("filters-of-first-group", "The offset of a group's filters is forgotten.", (w, groups) => w.AtPlaces(p => w.At(p[0] % (w.Shape[0] / groups), p[1], p[2], p[3]))),
        Taking("groups-interleaved", "Output o reads group o modulo the groups, not its block.", Interleaved),
        Taking("input-of-first-group", "The offset of a group's input channels is forgotten.", FirstGroup),
        Taking("channel-multiplier-order", "A depthwise layer's outputs lie with the multiplier outermost.", MultiplierOutermost),
        Taking("bias-missing", "The bias is left out.", c => c.Bias is null ? null : c with { Bias = null }),
        Taking("bias-twice", "The bias is added in the kernel and again after it.", c => c.Bias is { } b ? c with { Bias = b.Map(x => 2 * x) } : null),
        Taking("bias-by-group", "The bias is indexed within the group.", c => c.Bias is { } b && c.Groups > 1 ? c with { Bias = b.Remade(i => b[i % (b.Count / c.Groups)]) } : null),
        Taking("first-bias-for-all", "The first bias is broadcast to all channels.", c => c.Bias is { } b ? c with { Bias = b.Remade(_ => b[0]) } : null),
        Fault.In<Conv2D>("pointwise-ignores-stride", "The fast path for 1×1 kernels reads adjacent pixels.", (c, run) => c.Window.Kernel == Size2D.One ? run.Instead(c with { Window = c.Window with { Stride = 1 } }) : null),
        Fault.In<Conv2D>("pointwise-ignores-padding", "The fast path for 1×1 kernels knows no padding.", (c, run) => c.Window.Kernel == Size2D.One ? run.Instead(c with { Window = c.Window with { Padding = 0 } }) : null),
        Fault.In<Conv2D>("sum-restarts-at-256-terms", "Each block of 256 terms overwrites the sum of those before it.", LastBlockOnly),
        Fault.In<Conv2D>("outputs-beyond-64-columns", "The second panel of 64 output positions is written over the first.", (_, run) => Panels(run)));

    private static Fault Taking(string name, string sentence, Func<Conv2D, Layer?> change) => Fault.Taking(name, sentence, change);

    private static Fault Filtered(string name, string sentence, Func<Tensor<float>, Tensor<float>> change) => Filtered(name, sentence, (weight, _) => change(weight));

    private static Fault Filtered(string name, string sentence, Func<Tensor<float>, int, Tensor<float>> change) =>
        Fault.Taking<Conv2D>(name, sentence, layer => layer with { Weight = change(layer.Weight, layer.Groups) });

    private static Conv2D? Interleaved(Conv2D layer)
    {
        if (layer.Groups == 1) return null;
        int perGroup = layer.Outputs / layer.Groups;
        return Dense(layer, o => o % layer.Groups, o => ((o % layer.Groups) * perGroup) + (o / layer.Groups));
    }

    private static Conv2D? FirstGroup(Conv2D layer) => layer.Groups == 1 ? null : Dense(layer, _ => 0, o => o);

    private static Conv2D? MultiplierOutermost(Conv2D layer)
    {
        int multiplier = layer.Outputs / layer.Groups;
        return layer.InputsPerGroup != 1 || multiplier == 1 ? null : Dense(layer, o => o % layer.Groups, o => ((o % layer.Groups) * multiplier) + (o / layer.Groups));
    }

    // A layer without groups whose output o has the filter of one output and reads the input block of one group.
    private static Conv2D Dense(Conv2D layer, Func<int, int> groupOf, Func<int, int> filterOf)
    {
        Tensor<float> w = layer.Weight;
        int inputs = layer.InputsPerGroup;
        var spread = new Tensor<float>(w.Shape.With(1, inputs * layer.Groups));
        return layer with { Groups = 1, Weight = spread.AtPlaces(p => p[1] / inputs == groupOf(p[0]) ? w.At(filterOf(p[0]), p[1] % inputs, p[2], p[3]) : 0) };
    }

    private static Tensor<float>? LastBlockOnly(Conv2D layer, Execution run)
    {
        int terms = layer.Weight.Shape.CountBetween(1, 4), start = (terms - 1) / 256 * 256;
        return start == 0 ? null : run.Instead(layer with { Weight = layer.Weight.Remade(i => i % terms < start ? 0 : layer.Weight[i]) });
    }

    private static Tensor<float>? Panels(Execution run)
    {
        int plane = run.Shape.CountBetween(2, 4);
        return plane <= 64 ? null : run.Output.Remade(i => i % plane >= 64 ? 0 : i % plane < plane - 64 ? run.Output[i + 64] : run.Output[i]);
    }
}
