using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants.Faults;

/// <summary>Transposed convolutions that are turned, cropped or placed wrongly.</summary>
internal static class TransposedConvolutionFaults
{
    public static FaultFamily Family { get; } = new(
        "transposed convolution",
        "whoever derives it from a convolution, in an engine or an importer",
        Filtered("kernel-flipped", "The kernel is not turned where the layer is rewritten as a convolution.", w => w.AtPlaces(p => w.At(p[0], p[1], w.Shape[2] - 1 - p[2], w.Shape[3] - 1 - p[3]))),
        Filtered("kernel-transposed", "Rows and columns of the kernel change places.", w => w.StoredAs(0, 1, 3, 2)),
        Filtered("filters-in-oihw", "Filters with outputs before inputs are read as they lie.", w => w.StoredAs(1, 0, 2, 3)),
        Filtered("filters-in-hwoi", "Filters stored as Keras does (height, width, outputs, inputs) are read as they lie.", w => w.StoredAs(2, 3, 1, 0)),
        Filtered("channel-tail-dropped", "Input channels beyond the last full block of four are left out of the sum.", w => w.AtPlaces(p => p[0] >= w.Shape[0] / 4 * 4 ? 0 : w.At(p))),
        Filtered("one-sign-flipped", "The last weight has the wrong sign.", w => w.Remade(i => i == w.Count - 1 ? -w[i] : w[i])),
        Fault.Taking<ConvTranspose2D>("overlap-overwritten", "Where windows overlap, the later one overwrites instead of adding.", c => c with { Weight = c.Weight.AtPlaces(p => p[2] * c.Window.Dilation.Height >= c.Window.Stride.Height || p[3] * c.Window.Dilation.Width >= c.Window.Stride.Width ? 0 : c.Weight.At(p)) }),
        Fault.Taking<ConvTranspose2D>("filters-of-first-group", "The offset of a group's filters is forgotten.", c => c with { Weight = c.Weight.AtPlaces(p => c.Weight.At(p[0] % (c.Weight.Shape[0] / c.Groups), p[1], p[2], p[3])) }),
        Fault.In<ConvTranspose2D>("groups-interleaved", "Outputs of the groups are interleaved instead of following one another.", (c, run) => run.Output.AtPlaces(p => run.Output.At(p[0], ((p[1] % c.Groups) * c.OutputsPerGroup) + (p[1] / c.Groups), p[2], p[3]))),
        Fault.Taking<ConvTranspose2D>("output-padding-before", "Output padding adds rows before the first instead of after the last.", OutputPaddingBefore),
        Fault.Taking<ConvTranspose2D>("output-padding-swapped", "Vertical and horizontal output padding change places.", c => c with { OutputPadding = new(c.OutputPadding.Width, c.OutputPadding.Height) }),
        Fault.In<ConvTranspose2D>("output-padding-zero", "Rows and columns of output padding are left zero, without values or bias.", (c, run) => run.Output.AtPlaces(p => p[2] >= run.Shape.Height - c.OutputPadding.Height || p[3] >= run.Shape.Width - c.OutputPadding.Width ? 0 : run.Output.At(p))),
        Fault.Taking<ConvTranspose2D>("bias-missing", "The bias is left out.", c => c.Bias is null ? null : c with { Bias = null }),
        Fault.In<ConvTranspose2D>("bias-with-values-only", "Outputs that no tap falls on do not get the bias.", BiasWithValuesOnly),
        Fault.In<ConvTranspose2D>("bias-once-a-tap-row", "The bias is added again with every row of the kernel.", (c, run) => c.Bias is { } b ? run.Instead(c with { Bias = b.Map(x => x * c.Window.Kernel.Height) }) : null));

    private static Fault Filtered(string name, string sentence, Func<Tensor<float>, Tensor<float>> change) =>
        Fault.Taking<ConvTranspose2D>(name, sentence, layer => layer with { Weight = change(layer.Weight) });

    private static ConvTranspose2D? OutputPaddingBefore(ConvTranspose2D layer)
    {
        Padding2D p = layer.Window.Padding;
        Size2D extra = layer.OutputPadding;
        var shifted = new Padding2D(p.Top - extra.Height, p.Left - extra.Width, p.Bottom + extra.Height, p.Right + extra.Width);
        return extra == default || shifted.Top < 0 || shifted.Left < 0 ? null : layer with { Window = layer.Window with { Padding = shifted } };
    }

    // An output that no tap falls on is one where the layer with all weights 1 has 0 on an input of ones.
    private static Tensor<float>? BiasWithValuesOnly(ConvTranspose2D layer, Execution run)
    {
        if (layer.Bias is null) return null;
        Tensor<float>? taps = run.Instead(layer with { Weight = layer.Weight.Map(_ => 1f), Bias = null }, run.Input.Map(_ => 1f));
        return taps is null ? null : run.Output.Remade(i => taps[i] == 0 ? 0 : run.Output[i]);
    }
}
