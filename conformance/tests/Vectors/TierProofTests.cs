using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Vectors;

public class TierProofTests
{
    private const float Largest = 1 << 23;

    [Fact]
    public void Gap_SumOfMagnitudesOf24Bits_IsNone() => GapOf([Largest, -Largest], [1, 1]).Should().BeNull();

    [Fact]
    public void Gap_OneUnitMore_IsTooLarge() =>
        GapOf([Largest, -Largest], [1, 1], bias: 1).Should().Be("the largest sum of magnitudes is 16777217 units of 2^0; expected at most 2^24");

    [Fact]
    public void Gap_SmallValuesOnAFineGrid_AreJudgedInItsUnits() => GapOf([0.375f, 0.25f], [0.5f, -0.75f]).Should().BeNull();

    [Fact]
    public void Gap_BiasOnAFinerGrid_CountsInItsUnits() =>
        GapOf([Largest, 0], [1, 1], bias: 0.25f).Should().Be("the largest sum of magnitudes is 33554433 units of 2^-2; expected at most 2^24");

    [Fact]
    public void Gap_AllBitsInUse_IsTooLarge() => GapOf([1.0000001f, 1], [1.0000001f, 1]).Should().StartWith("the largest sum of magnitudes is ");

    [Fact]
    public void Gap_SumBelowTheSmallestNumber_IsOutsideTheRange() =>
        GapOf([float.Epsilon, 0], [0.5f, 1]).Should().StartWith("the largest sum of magnitudes, ").And.EndWith("is outside float32's range");

    [Fact]
    public void Gap_SumBeyondTheLargestNumber_IsOutsideTheRange() =>
        GapOf([MathF.ScaleB(1, 127), MathF.ScaleB(1, 127)], [1, 1]).Should().EndWith("is outside float32's range");

    [Fact]
    public void Gap_InfiniteOperands_DoNotCount() => GapOf([float.PositiveInfinity, 3], [1, 2]).Should().BeNull();

    [Fact]
    public void Gap_Zeros_IsNone() => GapOf([0, 0], [0.3f, 1e30f]).Should().BeNull();

    [Fact]
    public void Gap_LayerThatRounds_IsNamed() =>
        TierProof.Gap(new LeakyRelu(0.5f), [new Tensor<float>(new Shape(2))]).Should().Be("leaky-relu rounds: its accuracy is Rounded");

    [Fact]
    public void Gap_LayerThatSelects_IsNone() =>
        TierProof.Gap(new Relu(), [new Tensor<float>(new Shape(1), [1.1f])]).Should().BeNull();

    private static string? GapOf(float[] input, float[] weight, float bias = 0)
    {
        var layer = new Conv2D(Window2D.Of(1), new Tensor<float>(new Shape(1, 2, 1, 1), weight), new Tensor<float>(new Shape(1), [bias]));
        return TierProof.Gap(layer, [new Tensor<float>(new Shape(1, 2, 1, 1), input)]);
    }
}
