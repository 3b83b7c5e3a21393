using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RefCnn.Conformance.Bounds.Rowwise;

/// <summary>
/// The one loop in which the time of certificates goes: sums of products for neighbouring places and several filters at once, each formed term after term, product and sum rounded apart,
/// as the reference's loops do. Large networks have 10¹¹ of these products.
/// </summary>
internal static class RowProducts
{
    /// <summary>How many filters are computed at once.</summary>
    public const int Filters = 4;

    /// <summary>How many neighbouring places are computed at once. Samples must be readable for so many places beyond the last.</summary>
    public static int Places => 2 * Vector<double>.Count;

    /// <summary>sums[f, x] = Σ over k of filters[k, f] · samples[offsets[k] + x], in the order of k and from 0.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="offsets">Where in them each term begins.</param>
    /// <param name="filters">[terms, <see cref="Filters"/>].</param>
    /// <param name="sums">[<see cref="Filters"/>, <see cref="Places"/>].</param>
    public static void Sum(ReadOnlySpan<double> samples, ReadOnlySpan<int> offsets, ReadOnlySpan<double> filters, Span<double> sums)
    {
        Vector<double> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        int width = Vector<double>.Count;
        for (int k = 0; k < offsets.Length; k++)
        {
            ref double sample = ref MemoryMarshal.GetReference(samples.Slice(offsets[k], 2 * width));
            ref double filter = ref MemoryMarshal.GetReference(filters.Slice(k * Filters, Filters));
            Vector<double> low = Vector.LoadUnsafe(ref sample), high = Vector.LoadUnsafe(ref sample, (nuint)width);
            a0 += low * filter;
            a1 += high * filter;
            b0 += low * Unsafe.Add(ref filter, 1);
            b1 += high * Unsafe.Add(ref filter, 1);
            c0 += low * Unsafe.Add(ref filter, 2);
            c1 += high * Unsafe.Add(ref filter, 2);
            d0 += low * Unsafe.Add(ref filter, 3);
            d1 += high * Unsafe.Add(ref filter, 3);
        }

        ReadOnlySpan<Vector<double>> all = [a0, a1, b0, b1, c0, c1, d0, d1];
        MemoryMarshal.Cast<Vector<double>, double>(all).CopyTo(sums);
    }
}
