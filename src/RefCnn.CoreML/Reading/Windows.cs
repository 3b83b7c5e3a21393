using Google.Protobuf.Collections;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Reading;

/// <summary>Sizes and padding of windows as the specification gives them: height before width.</summary>
internal static class Windows
{
    /// <summary>Two numbers, or a default where there are none.</summary>
    /// <param name="reading">The layer.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="what">What they are.</param>
    /// <param name="otherwise">The default.</param>
    public static Size2D Size(LayerReading reading, RepeatedField<ulong> numbers, string what, int otherwise) => numbers.Count switch
    {
        0 => otherwise,
        2 => new Size2D(checked((int)numbers[0]), checked((int)numbers[1])),
        _ => throw reading.Refuse($"has {numbers.Count} numbers of {what}; expected 2"),
    };

    /// <summary>Amounts at the borders; none where they are absent.</summary>
    /// <param name="reading">The layer.</param>
    /// <param name="amounts">The amounts.</param>
    public static Padding2D Borders(LayerReading reading, BorderAmounts? amounts)
    {
        if (amounts is null || amounts.BorderAmounts_.Count == 0) return Padding2D.None;
        if (amounts.BorderAmounts_.Count != 2) throw reading.Refuse($"has {amounts.BorderAmounts_.Count} pairs of border amounts; expected 2");
        BorderAmounts.Types.EdgeSizes rows = amounts.BorderAmounts_[0], columns = amounts.BorderAmounts_[1];
        return new Padding2D(
            checked((int)rows.StartEdgeSize), checked((int)columns.StartEdgeSize), checked((int)rows.EndEdgeSize), checked((int)columns.EndEdgeSize));
    }

    /// <summary>Padding that makes ceil(in / stride) outputs; the odd sample goes to the end, or to the start in top-left-heavy mode.</summary>
    /// <param name="input">Height and width.</param>
    /// <param name="window">Kernel, stride and dilation.</param>
    /// <param name="same">The mode.</param>
    /// <param name="refuse">Makes the error of a reason.</param>
    public static Padding2D Same(Size2D input, Window2D window, SamePadding same, Func<string, CoreMlException> refuse)
    {
        if (window.Fault is { } fault) throw refuse(fault);
        bool startHeavy = same.AsymmetryMode == SamePadding.Types.SamePaddingMode.TopLeftHeavy;
        (int top, int bottom) = Along(input.Height, window.Stride.Height, window.Reach.Height, startHeavy);
        (int left, int right) = Along(input.Width, window.Stride.Width, window.Reach.Width, startHeavy);
        return new Padding2D(top, left, bottom, right);
    }

    private static (int Start, int End) Along(int input, int stride, int reach, bool startHeavy)
    {
        int outputs = (input + stride - 1) / stride;
        int total = Math.Max(0, ((outputs - 1) * stride) + reach - input);
        int small = total / 2;
        return startHeavy ? (total - small, small) : (small, total - small);
    }
}
