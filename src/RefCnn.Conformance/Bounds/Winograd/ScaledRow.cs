using System.Numerics;
using System.Runtime.InteropServices;

namespace RefCnn.Conformance.Bounds.Winograd;

/// <summary>A row of numbers, scaled, added to another: the transforms' step.</summary>
internal static class ScaledRow
{
    /// <summary>sums[i] += factor · row[i].</summary>
    /// <param name="row">At least as many numbers as there are sums.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="sums">The sums.</param>
    public static void AddTo(Span<double> sums, double factor, ReadOnlySpan<double> row)
    {
        if (factor == 0) return;
        ReadOnlySpan<Vector<double>> from = MemoryMarshal.Cast<double, Vector<double>>(row[..sums.Length]);
        Span<Vector<double>> to = MemoryMarshal.Cast<double, Vector<double>>(sums);
        for (int i = 0; i < to.Length; i++) to[i] += from[i] * factor;
        for (int i = to.Length * Vector<double>.Count; i < sums.Length; i++) sums[i] += row[i] * factor;
    }
}
