namespace RefCnn.Formats.CSource.Emit;

/// <summary>
/// Where in one block of memory each intermediate value lies: the largest first, each at the lowest place that no value alive at the same time has.
/// </summary>
internal sealed class ArenaPlan
{
    // 64 bytes: a cache line, and the widest vectors.
    private const int Alignment = 16;

    private readonly List<Value> values = [];

    /// <summary>The number of floats that the arena needs; known after <see cref="Place"/>.</summary>
    public long Size { get; private set; }

    /// <summary>Adds a value.</summary>
    /// <param name="count">How many floats.</param>
    /// <param name="from">The step that makes it.</param>
    /// <param name="until">The last step that reads it.</param>
    /// <returns>Its number.</returns>
    public int Add(long count, int from, int until)
    {
        values.Add(new Value { Count = (count + Alignment - 1) / Alignment * Alignment, From = from, Until = until });
        return values.Count - 1;
    }

    /// <summary>Keeps a value for longer.</summary>
    /// <param name="value">Its number.</param>
    /// <param name="until">The last step that reads it.</param>
    public void Extend(int value, int until) => values[value].Until = Math.Max(values[value].Until, until);

    /// <summary>Places all values.</summary>
    public void Place()
    {
        var placed = new List<Value>();
        foreach (Value value in values.OrderByDescending(value => value.Count))
        {
            foreach (Value other in placed.Where(other => other.From <= value.Until && value.From <= other.Until))
            {
                if (other.Offset >= value.Offset + value.Count) break;
                value.Offset = Math.Max(value.Offset, other.Offset + other.Count);
            }

            placed.Add(value);
            placed.Sort((left, right) => left.Offset.CompareTo(right.Offset));
            Size = Math.Max(Size, value.Offset + value.Count);
        }
    }

    /// <summary>Where a value begins; known after <see cref="Place"/>.</summary>
    /// <param name="value">Its number.</param>
    public long OffsetOf(int value) => values[value].Offset;

    private sealed class Value
    {
        public required long Count { get; init; }

        public required int From { get; init; }

        public required int Until { get; set; }

        public long Offset { get; set; }
    }
}
