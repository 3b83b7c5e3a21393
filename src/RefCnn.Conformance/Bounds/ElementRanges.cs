namespace RefCnn.Conformance.Bounds;

/// <summary>Loops over the elements of a tensor, in ranges that processors share.</summary>
internal static class ElementRanges
{
    /// <summary>The elements of a range. The same on every machine, and so are the bits of what is summed range by range.</summary>
    public const int Length = 1 << 15;

    /// <summary>How many ranges there are.</summary>
    /// <param name="elements">The elements.</param>
    public static int CountOf(int elements) => (elements + Length - 1) / Length;

    /// <summary>Runs a loop.</summary>
    /// <param name="elements">The elements.</param>
    /// <param name="loop">Given the first element of a range and the one after its last.</param>
    public static void Run(int elements, Action<int, int> loop)
    {
        if (elements > Length) Parallel.For(0, CountOf(elements), range => loop(range * Length, Math.Min(elements, (range + 1) * Length)));
        else if (elements > 0) loop(0, elements);
    }
}
