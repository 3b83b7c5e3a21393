namespace RefCnn.Conformance.Magnitudes;

/// <summary>The magnitude of (x − m) / s where m and s are computed from the input; <see cref="InstanceNormMagnitude"/> derives it.</summary>
internal static class NormMagnitude
{
    /// <summary>(|x| + |m| + A) / s + |x − m| / s · (1 + A / s).</summary>
    /// <param name="x">The value.</param>
    /// <param name="mean">m.</param>
    /// <param name="absolute">A, the mean of |x|.</param>
    /// <param name="deviation">s.</param>
    public static double Of(double x, double mean, double absolute, double deviation) =>
        ((Math.Abs(x) + Math.Abs(mean) + absolute) / deviation) + (Math.Abs(x - mean) / deviation * (1 + (absolute / deviation)));
}
