using RefCnn.Core;

namespace RefCnn.Conformance.Bounds;

/// <summary>Whether agreement on a tensor proves anything.</summary>
public static class Trust
{
    /// <summary>A tensor of at least this many values is distrusted where …</summary>
    public const int FewestValues = 4;

    /// <summary>… more than this share of them are one and the same number.</summary>
    public const double LargestShare = 0.6;

    /// <summary>The share of the most common value.</summary>
    /// <param name="tensor">The values.</param>
    public static double MostCommonShare(Tensor<double> tensor)
    {
        double[] sorted = [.. tensor.Span];
        Array.Sort(sorted);
        int longest = 0;
        for (int first = 0, i = 0; i < sorted.Length; i++)
        {
            if (!sorted[i].Equals(sorted[first])) first = i;
            longest = Math.Max(longest, i - first + 1);
        }

        return longest / (double)Math.Max(1, sorted.Length);
    }

    /// <summary>Whether most of the values are one number.</summary>
    /// <param name="tensor">The values.</param>
    public static bool ProvesLittle(Tensor<double> tensor) => tensor.Count >= FewestValues && MostCommonShare(tensor) > LargestShare;
}
