using RefCnn.Core;

namespace RefCnn.ConformanceTests.Core;

public class SeedingTests
{
    [Fact]
    public void SplitMix64_SeedZero_GivesThePublishedStream()
    {
        // The first three values of java.util.SplittableRandom's mix for seed 0, as Vigna's splitmix64.c prints them.
        ulong[] published = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F];

        for (int i = 0; i < published.Length; i++) SplitMix64.Value(0, (ulong)i).Should().Be(published[i]);
    }

    [Theory]
    [InlineData("", 0xCBF29CE484222325)]
    [InlineData("a", 0xAF63DC4C8601EC8C)]
    [InlineData("foobar", 0x85944171F73967E8)]
    public void SeedOf_PublishedTestVectors_OfFnv1a(string text, ulong expected) => SplitMix64.SeedOf(text).Should().Be(expected);

    [Fact]
    public void Integers_AreExactInHalfPrecision()
    {
        Tensor<float> tensor = SeededTensor.Integers("exact", new Shape(1000), 1024, -14);

        foreach (float value in tensor.Values) ((float)(Half)value).Should().Be(value);
    }

    [Fact]
    public void FullMantissa_NoValueFitsHalfPrecision()
    {
        Tensor<float> tensor = SeededTensor.FullMantissa("full", new Shape(1000), 0);

        foreach (float value in tensor.Values) ((float)(Half)value).Should().NotBe(value);
    }
}
