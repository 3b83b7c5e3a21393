using RefCnn.Formats.CSource.Emit;

namespace RefCnn.ConformanceTests.CSource;

public class ArenaPlanTests
{
    [Fact]
    public void Place_ValuesThatLiveOneAfterTheOther_ShareTheirPlace()
    {
        var plan = new ArenaPlan();
        int first = plan.Add(100, 0, 1), second = plan.Add(100, 1, 2), third = plan.Add(100, 2, 3);

        plan.Place();

        plan.OffsetOf(third).Should().Be(plan.OffsetOf(first)).And.NotBe(plan.OffsetOf(second));
        plan.Size.Should().Be(224, "two values of 100 floats take whole lines of 16");
    }

    [Theory]
    [InlineData(1ul)]
    [InlineData(2ul)]
    [InlineData(3ul)]
    public void Place_ManyValues_NeverOverlapsTwoThatAreAliveTogether(ulong seed)
    {
        var plan = new ArenaPlan();
        var random = new Random((int)seed);
        (int Count, int From, int Until)[] values = [.. Enumerable.Range(0, 200).Select(from => (random.Next(1, 5000), from, from + random.Next(0, 20)))];
        int[] numbers = [.. values.Select(value => plan.Add(value.Count, value.From, value.Until))];

        plan.Place();

        for (int i = 0; i < values.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (values[j].Until < values[i].From) continue;
                bool apart = plan.OffsetOf(numbers[i]) + values[i].Count <= plan.OffsetOf(numbers[j]) || plan.OffsetOf(numbers[j]) + values[j].Count <= plan.OffsetOf(numbers[i]);
                apart.Should().BeTrue("values {0} and {1} are alive together", i, j);
            }
        }

        long together = Enumerable.Range(0, 220).Max(step => values.Where(value => value.From <= step && step <= value.Until).Sum(value => (long)value.Count));
        plan.Size.Should().BeLessThan(together * 3 / 2, "the plan may not waste more than half of what is needed");
    }
}
