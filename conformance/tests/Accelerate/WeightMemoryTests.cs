using RefCnn.Accelerate;

namespace RefCnn.ConformanceTests.Accelerate;

public unsafe class WeightMemoryTests
{
    private const int PageValues = LargePages.Size / sizeof(float);

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(100_000)]
    [InlineData(3_000_000)]
    public void Take_PartsOfEverySize_AreZerosOnCacheLinesAndKeepWhatIsWritten(long expected)
    {
        int[] counts = [1, 0, 16, 17, 500, 4000, 100_000, 3, 400_000, PageValues, PageValues + 5, 250, 1];
        using var memory = new WeightMemory(expected);
        var parts = new long[counts.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            float* part = memory.Take(counts[i]);
            parts[i] = (long)part;
            new Span<float>(part, counts[i]).IndexOfAnyExcept(0).Should().Be(-1);
            new Span<float>(part, counts[i]).Fill(i + 1);
        }

        parts.Should().OnlyContain(part => part % AlignedBuffer.Alignment == 0);
        for (int i = 0; i < counts.Length; i++) new Span<float>((float*)parts[i], counts[i]).IndexOfAnyExcept(i + 1).Should().Be(-1);
    }

    [Fact]
    public void Take_Values_CopiesThem()
    {
        using var memory = new WeightMemory(3);

        float* part = memory.Take([1.5f, float.NaN, -0f]);

        new Span<float>(part, 3).ToArray().Should().Equal(1.5f, float.NaN, -0f);
    }

    [Fact]
    public void Take_MoreThanMemoryHas_Throws()
    {
        using var memory = new WeightMemory(1);

        FluentActions.Invoking(() => (nint)memory.Take(long.MaxValue / 8)).Should().Throw<OutOfMemoryException>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(PageValues / 2)]
    [InlineData((3 * PageValues) + 7)]
    public void Gather_Values_LeavesThem(int count)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(i => (float)i)];

        LargePages.Gather(values);

        values.Should().Equal(Enumerable.Range(0, count).Select(i => (float)i));
    }
}
