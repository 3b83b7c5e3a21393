using RefCnn.Core;

namespace RefCnn.ConformanceTests;

/// <summary>The comparison with outputs that other programs stored in float32: within 1e-4 of the largest value, or within what few published digits leave open.</summary>
internal static class Closeness
{
    public static void Check(Tensor actual, Tensor<double> expected, string name, double published = 0)
    {
        actual.Shape.Should().Be(expected.Shape, "that is the shape of '{0}'", name);
        double[] computed = actual.ToDouble().Values, stored = expected.Values;
        double largest = stored.Select(Math.Abs).DefaultIfEmpty(0).Max(), worst = 0;
        for (int i = 0; i < stored.Length; i++)
        {
            double difference = Math.Abs(computed[i] - stored[i]);
            if (!(difference <= worst)) worst = difference;
        }

        (worst <= Math.Max(1e-4 * largest, published)).Should().BeTrue("'{0}' is off by {1}, with a largest value of {2}", name, worst, largest);
    }
}
