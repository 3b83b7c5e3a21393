namespace RefCnn.Core;

/// <summary>How precisely an engine computes. Bounds follow from it; nothing else about an engine widens them.</summary>
/// <param name="Name">E.g. <c>float32</c>.</param>
/// <param name="Unit">The unit roundoff u of sums and products: 2⁻²⁴ for float32.</param>
/// <param name="StorageUnit">The unit roundoff of stored activations; equal to <paramref name="Unit"/> unless storage is narrower.</param>
/// <param name="SmallestNormal">The smallest normal number of the storage format: below it errors are absolute.</param>
/// <param name="Largest">The largest finite number of the storage format: beyond it a result is infinite.</param>
/// <param name="ExactLimit">Integers up to this magnitude add without rounding: 2²⁴ for float32.</param>
/// <param name="Sums">How sums of products are formed; those that are not plain skip the exact tier by declaration.</param>
public sealed record PrecisionClass(
    string Name, double Unit, double StorageUnit, double SmallestNormal, double Largest, double ExactLimit, SumAlgorithm Sums = SumAlgorithm.Plain)
{
    /// <summary>IEEE 754 binary64 throughout: the reference.</summary>
    public static PrecisionClass Float64 { get; } = new("float64", 1.1102230246251565e-16, 1.1102230246251565e-16, 2.2250738585072014e-308, double.MaxValue, 9007199254740992);

    /// <summary>IEEE 754 binary32 throughout.</summary>
    public static PrecisionClass Float32 { get; } = new("float32", 5.9604644775390625e-8, 5.9604644775390625e-8, 1.1754943508222875e-38, float.MaxValue, 16777216);

    /// <summary>Activations stored as binary16, sums in binary32.</summary>
    public static PrecisionClass Float16 { get; } = new("float16", 5.9604644775390625e-8, 4.8828125e-4, 6.103515625e-5, 65504, 16777216);

    /// <summary>Whether activations are stored in fewer digits than float32's.</summary>
    public bool HasNarrowStorage => StorageUnit > Float32.StorageUnit;

    /// <summary>The class of the same numbers whose sums of products are formed otherwise, e.g. <c>float32-winograd-4x4-3x3</c>.</summary>
    /// <param name="sums">How.</param>
    public PrecisionClass By(SumAlgorithm sums) => this with
    {
        Sums = sums,
        Name = sums switch
        {
            SumAlgorithm.Winograd2x2Of3x3 => $"{Name}-winograd-2x2-3x3",
            SumAlgorithm.Winograd4x4Of3x3 => $"{Name}-winograd-4x4-3x3",
            SumAlgorithm.Winograd2x2Of2x2 => $"{Name}-winograd-2x2-2x2",
            SumAlgorithm.Winograd4x4Of2x2 => $"{Name}-winograd-4x4-2x2",
            _ => Name,
        },
    };

    /// <summary>A number as the storage format holds it: rounded to nearest, ties to even; infinite beyond its range.</summary>
    /// <param name="value">The number.</param>
    public double Store(double value)
    {
        double size = Math.Abs(value);
        if (!double.IsFinite(value) || size == 0) return value;
        double unit = 2 * StorageUnit * Math.ScaleB(1, Math.ILogB(Math.Max(size, SmallestNormal)));
        double stored = Math.Round(value / unit, MidpointRounding.ToEven) * unit;
        return Math.Abs(stored) > Largest ? Math.CopySign(double.PositiveInfinity, value) : stored;
    }
}
