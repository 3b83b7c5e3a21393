using System.Collections.Immutable;

namespace RefCnn.Conformance;

/// <summary>The properties that vectors are marked with, so that a failing engine's pattern of failures names its mistake.</summary>
public static class VectorFlags
{
    /// <summary>Every flag with what it marks.</summary>
    public static ImmutableSortedDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["AsymmetricPad"] = "The paddings before and after an axis differ.",
        ["AxisOrder"] = "Wrong if two axes are taken for one another.",
        ["BatchOrder"] = "More than one batch item; wrong if only the first is right.",
        ["BlockOrder"] = "Wrong if block and channel change places in a channel index.",
        ["BnEpsilon"] = "Wrong if the epsilon of a normalisation is another, or elsewhere.",
        ["Broadcast"] = "An operand stretches along an axis.",
        ["Cancellation"] = "Large terms cancel to a small result.",
        ["CeilMode"] = "A last window only partly fits.",
        ["ChannelOrder"] = "Wrong if channels are read or written in another order.",
        ["CoordinateRule"] = "Wrong if positions are mapped by another convention.",
        ["CountIncludePad"] = "Wrong if an average's divisor counts the padding otherwise.",
        ["DeconvOutputPad"] = "A transposed convolution with output padding.",
        ["Depthwise"] = "One input channel a group.",
        ["Dilation"] = "Taps lie apart.",
        ["Edge"] = "An extreme of a parameter: a single sample, a kernel as large as the input, an empty result.",
        ["EvenKernel"] = "A kernel without a middle tap.",
        ["FullMantissa"] = "Operands use all 24 bits of a significand: silent half precision shows.",
        ["GroupOrder"] = "Wrong if groups are interleaved instead of blocked.",
        ["Infinity"] = "An infinite operand or result.",
        ["KernelFlip"] = "An asymmetric kernel: wrong if it is flipped or transposed.",
        ["LargeMagnitude"] = "Operands far from 1, where a careless formula overflows.",
        ["LrnSize"] = "Wrong if alpha is not divided by the size, or the region is not centred.",
        ["NaN"] = "A NaN operand or result.",
        ["NegativeZero"] = "A negative zero.",
        ["NonSquare"] = "Height and width differ in extent, kernel, stride or padding.",
        ["Overflow"] = "A result beyond float16's range.",
        ["Rank"] = "An unusual number of dimensions.",
        ["RoundingRule"] = "Wrong if a tie is rounded the other way.",
        ["Rule"] = "Must be refused by the constraint that it names.",
        ["Stride"] = "Windows lie apart, so that part of the input may go unread.",
        ["Subnormal"] = "Values below the smallest normal number.",
        ["VarianceBias"] = "Wrong if a variance is divided by n − 1.",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
