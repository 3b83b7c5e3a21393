using RefCnn.Core;
using RefCnn.CoreML.Native;

namespace RefCnn.InteropTests;

/// <summary>Copies out of memory with gaps, made by hand: these need no stand-ins.</summary>
public unsafe class StridedValuesTests
{
    [Fact]
    public void Rows_WithPadding_AreCopiedWithoutIt()
    {
        float[] memory = [1, 2, 3, float.NaN, 4, 5, 6, float.NaN];

        fixed (float* data = memory) StridedValues.Copy<float, float>(data, [2, 3], [4, 1], new Shape(2, 3)).Values.Should().Equal(1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void Neighbours_WithGaps_AreCopiedWithoutThem()
    {
        Half[] memory = [(Half)1, Half.NaN, (Half)2, Half.NaN, (Half)3, Half.NaN];

        fixed (Half* data = memory) StridedValues.Copy<Half, float>(data, [1, 3], [6, 2], new Shape(3)).Values.Should().Equal(1, 2, 3);
    }

    [Fact]
    public void Axes_InAnotherOrder_AreCopiedRowMajor()
    {
        int[] memory = [1, 4, 2, 5, 3, 6];

        fixed (int* data = memory) StridedValues.Copy<int, double>(data, [2, 3], [1, 2], new Shape(2, 3)).Values.Should().Equal(1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void Axis_OfStrideZero_IsRepeated()
    {
        double[] memory = [1, 2];

        fixed (double* data = memory) StridedValues.Copy<double, double>(data, [2, 2], [0, 1], new Shape(2, 2)).Values.Should().Equal(1, 2, 1, 2);
    }

    [Fact]
    public void Axis_Backwards_IsCopiedBackwards()
    {
        float[] memory = [1, 2, 3];

        fixed (float* data = memory) StridedValues.Copy<float, float>(data + 2, [3], [-1], new Shape(3)).Values.Should().Equal(3, 2, 1);
    }

    [Fact]
    public void Scalar_IsOneValue()
    {
        float[] memory = [7];

        fixed (float* data = memory) StridedValues.Copy<float, float>(data, [], [], Shape.Scalar).Values.Should().Equal(7);
    }

    [Fact]
    public void Halves_OfEveryKind_KeepTheirValue()
    {
        Half[] memory = [Half.Epsilon, Half.MaxValue, Half.NegativeInfinity, Half.NaN, Half.NegativeZero];

        float[] copied;
        fixed (Half* data = memory) copied = StridedValues.Copy<Half, float>(data, [5], [1], new Shape(5)).Values;

        copied[..4].Should().Equal(5.9604644775390625e-8f, 65504, float.NegativeInfinity, float.NaN);
        float.IsNegative(copied[4]).Should().BeTrue("−0 stays −0");
    }

    [Fact]
    public void Integers_BeyondFloat32_KeepTheirValue()
    {
        int[] memory = [int.MaxValue, int.MinValue, 16777217];

        fixed (int* data = memory) StridedValues.Copy<int, double>(data, [3], [1], new Shape(3)).Values.Should().Equal(int.MaxValue, int.MinValue, 16777217);
    }
}
