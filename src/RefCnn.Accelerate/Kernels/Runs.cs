namespace RefCnn.Accelerate.Kernels;

/// <summary>A long row of values cut into runs, which threads share.</summary>
internal static class Runs
{
    /// <summary>Values in a run: enough to be worth waking a thread, few enough to be shared evenly.</summary>
    public const int Length = 4096;

    /// <summary>How many runs so many values have.</summary>
    /// <param name="values">The values.</param>
    public static int Count(int values) => (int)(((long)values + Length - 1) / Length);

    /// <summary>The values of some runs: the first, and one past the last.</summary>
    /// <param name="values">All values.</param>
    /// <param name="first">The first run.</param>
    /// <param name="end">One past the last run.</param>
    public static (int From, int To) Range(int values, int first, int end) => ((int)Math.Min((long)first * Length, values), (int)Math.Min((long)end * Length, values));
}
