using RefCnn.Conformance;
using RefCnn.Core;

namespace RefCnn.ConformanceTests.Verdicts;

/// <summary>The bound of half-precision engines: what it forgives, and what it does not.</summary>
public class StorageBoundTests
{
    private static readonly Lazy<VectorSet> Vectors = new(() => VectorSet.Load(VectorFiles.FindDirectory()));

    public static TheoryData<string> Ids => new(Vectors.Value.Cases.Where(vector => vector.Expected is Expectation.Valid).Select(vector => vector.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Float16_EngineThatIsMorePrecise_Passes(string id) => Judge(id, (_, value) => value).Verdict.Should().Be(Verdict.Pass);

    [Theory]
    [InlineData("conv2d/full-mantissa", 1.001)]
    [InlineData("dense/full-mantissa", 1.001)]
    [InlineData("instance-norm/full-mantissa", 1.001)]
    [InlineData("batch-norm/full-mantissa", 1.001)]
    [InlineData("log-softmax/pytorch", 1.01)]
    [InlineData("mean-variance-norm/rank-2", 1.03)]
    public void Float16_OutputsOffByMoreThanRounding_Fail(string id, double factor) => Judge(id, (_, value) => value * factor).Verdict.Should().Be(Verdict.Fail);

    [Fact]
    public void Float16_ExactVectorOneRoundingOff_Fails() =>
        Judge(ExactId(), (i, value) => i == 0 ? value + (Math.Abs(value) / 1024) : value).Verdict.Should().Be(Verdict.Fail);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1.0009765625)]
    [InlineData(1.00048828125)]
    [InlineData(1.00146484375)]
    [InlineData(0.1)]
    [InlineData(65504)]
    [InlineData(65519.99)]
    [InlineData(65520)]
    [InlineData(-1e9)]
    [InlineData(6.1e-5)]
    [InlineData(5.96e-8)]
    [InlineData(2.9802322387695312e-8)]
    [InlineData(2.99e-8)]
    [InlineData(1e-300)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Store_Float16_IsTheRoundingOfIeee754(double value) => PrecisionClass.Float16.Store(value).Should().Be((double)(Half)value);

    private static string ExactId() => Vectors.Value.Cases.First(vector => vector is { Kind: "conv2d", Tier: Tier.Exact, Expected: Expectation.Valid valid } && valid.Output[0] != 0).Id;

    private static CaseResult Judge(string id, Func<int, double, double> change) =>
        LayerVerifier.Verify(Vectors.Value.Find(id)!, new FaultyBackend(PrecisionClass.Float16, change), new CompileOptions());
}
