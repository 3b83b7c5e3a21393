using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Verdicts;

public class LayerVerifierTests
{
    private static readonly VectorCase Bounded = Convolution(Tier.Bounded);

    [Fact]
    public void Verify_Float32Rounding_Passes() => Verify(Bounded, (_, y) => (float)y).Verdict.Should().Be(Verdict.Pass);

    [Fact]
    public void Verify_SilentHalfPrecision_Fails() => Verify(Bounded, (_, y) => (double)(Half)y).Verdict.Should().Be(Verdict.Fail);

    [Fact]
    public void Verify_LargeButBoundedErrors_IsDegraded() => Verify(Bounded, (_, y) => y * (1 + 8e-7)).Verdict.Should().Be(Verdict.Degraded);

    [Fact]
    public void Verify_OneWrongElement_NamesItAndHowToReproduce()
    {
        CaseResult result = Verify(Bounded, (i, y) => i == 7 ? -y : y);

        result.Verdict.Should().Be(Verdict.Fail);
        result.Margin.Should().BeGreaterThan(1);
        result.Message.Should().StartWith("worst at [0, 0, 1, 1]: expected ").And.EndWith("reproduce: refcnn verify --case conv2d/test --backend faulty");
    }

    [Fact]
    public void Verify_ExactTier_OneUnitOffInTheLastPlace_Fails() =>
        Verify(Convolution(Tier.Exact), (i, y) => i == 0 ? Math.BitIncrement(y) : y).Verdict.Should().Be(Verdict.Fail);

    [Fact]
    public void Verify_NaNInsteadOfNumber_FailsWithoutMargin()
    {
        CaseResult result = Verify(Bounded, (i, y) => i == 3 ? double.NaN : y);

        result.Verdict.Should().Be(Verdict.Fail);
        result.Margin.Should().BeNull();
    }

    [Fact]
    public void Verify_MostlyOneNumber_IsMistrusted()
    {
        var input = new Tensor<float>(new Shape(10), [1, -1, -2, -3, -4, -5, -6, -7, -8, -9]);
        var vector = new VectorCase("relu/test", "test", [], Tier.Exact, new VectorSource(SourceKind.Reference), new Relu(), [input], new Expectation.Valid(input.ToDouble().Map(x => Math.Max(x, 0))), null);

        Verify(vector, (_, y) => y).Verdict.Should().Be(Verdict.Mistrusted);
    }

    [Fact]
    public void Verify_AcceptedCaseThatMustBeRefused_Fails()
    {
        VectorCase vector = Bounded with { Expected = new Expectation.Invalid("C4"), Tier = null };

        Verify(vector, (_, y) => y).Message.Should().Be("was accepted; expected a refusal by conv2d C4");
    }

    private static CaseResult Verify(VectorCase vector, Func<int, double, double> change) =>
        LayerVerifier.Verify(vector, new FaultyBackend(PrecisionClass.Float32, change), new CompileOptions(1));

    private static VectorCase Convolution(Tier tier)
    {
        Tensor<float> input = SeededTensor.Integers("conv2d/test/input", new Shape(1, 2, 8, 8), 64, -6);
        var layer = new Conv2D(Window2D.Of(3), SeededTensor.Integers("conv2d/test/weight", new Shape(4, 2, 3, 3), 64, -6));
        Tensor<double> truth = ReferenceEngine.Compute(layer, ReferenceEngine.OperandsOf(layer, input.ToDouble()));
        return new VectorCase("conv2d/test", "test", [], tier, new VectorSource(SourceKind.Reference), layer, [input], new Expectation.Valid(truth), null);
    }
}
