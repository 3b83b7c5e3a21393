using System.Collections.Immutable;
using RefCnn.Mutants.Faults;

namespace RefCnn.Mutants;

/// <summary>All faults: one line a family.</summary>
public static class FaultCatalogue
{
    /// <summary>The families.</summary>
    public static ImmutableArray<FaultFamily> Families { get; } =
    [
        WindowFaults.Family,
        ConvolutionFaults.Family,
        TransposedConvolutionFaults.Family,
        ProductFaults.Family,
        PoolingFaults.Family,
        NormalizationFaults.Family,
        AxisNormFaults.Family,
        ActivationFaults.Family,
        ArithmeticFaults.Family,
        RearrangementFaults.Family,
        ResizeFaults.Family,
        PrecisionFaults.Family,
        LoopFaults.Family,
        MemoryFaults.Family,
        NetworkFaults.Family,
    ];

    /// <summary>Every mutant: each fault in each of its kinds.</summary>
    public static ImmutableArray<Mutant> Mutants { get; } =
        [.. Families.SelectMany(family => family.Faults).SelectMany(fault => fault.Kinds.Select(kind => new Mutant(fault, kind)))];

    /// <summary>How many different faults there are.</summary>
    public static int FaultCount => Families.Sum(family => family.Faults.Length);
}
