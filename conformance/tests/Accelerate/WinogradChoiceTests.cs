using RefCnn.Accelerate;
using RefCnn.Accelerate.Plan;
using RefCnn.Accelerate.Simd;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Accelerate;

/// <summary>Which tiles compute a convolution, and that the compiled network says so.</summary>
public class WinogradChoiceTests
{
    [Fact]
    public void Choice_LargePicture_IsOfLargeTiles()
    {
        foreach (VectorUnit unit in VectorUnit.All()) AlgorithmOf(unit, null, Convolution(64, 3, 1), 56).Should().Be("winograd4x4", "vectors of {0}", unit.Width);
    }

    [Fact]
    public void Choice_ManyFiltersForASmallPicture_IsOfSmallTiles()
    {
        // Narrower vectors multiply so slowly that reading more filters does not matter.
        foreach (VectorUnit unit in VectorUnit.All().Where(unit => unit.Width >= 8)) AlgorithmOf(unit, null, Convolution(512, 3, 1), 13).Should().Be("winograd2x2", "vectors of {0}", unit.Width);
    }

    [Fact]
    public void Choice_FewOutputsOfAWideKernel_IsOfRowSums()
    {
        var layer = new Conv2D(Window2D.Of(9, 1, 4), SeededTensor.Integers("weight", new Shape(3, 32, 9, 9), 8, -4));
        foreach (VectorUnit unit in VectorUnit.All().Where(unit => unit.Width >= 8)) AlgorithmOf(unit, null, layer, 64).Should().Be("direct, row sums", "vectors of {0}", unit.Width);
    }

    [Theory]
    [InlineData(2, "winograd4x4")]
    [InlineData(32, "im2col, managed")]
    public void Choice_OfGroups_IsOfTilesWhereTheirChannelsFillBlocks(int groups, string expected)
    {
        var layer = new Conv2D(Window2D.Of(3, 1, 1), SeededTensor.Integers("weight", new Shape(128, 128 / groups, 3, 3), 8, -4), Groups: groups);
        foreach (VectorUnit unit in VectorUnit.All().Where(unit => unit.Width >= 8)) AlgorithmOf(unit, Algorithm.Winograd, layer, 28).Should().Be(expected, "vectors of {0}", unit.Width);
    }

    [Theory]
    [InlineData(Algorithm.Winograd2x2, 3, 1, "winograd2x2")]
    [InlineData(Algorithm.Winograd4x4, 3, 1, "winograd4x4")]
    [InlineData(Algorithm.Winograd2x2, 5, 1, "winograd2x2")]
    [InlineData(Algorithm.Winograd2x2, 4, 2, "winograd2x2")]
    [InlineData(Algorithm.Winograd4x4, 4, 2, "winograd4x4")]
    [InlineData(Algorithm.Winograd4x4, 3, 2, "direct")]
    [InlineData(Algorithm.Direct, 3, 1, "direct")]
    public void Forced_IsWhatApplies(Algorithm forced, int kernel, int stride, string expected)
    {
        foreach (VectorUnit unit in VectorUnit.All()) AlgorithmOf(unit, forced, Convolution(32, kernel, stride), 14).Should().Be(expected, "vectors of {0}", unit.Width);
    }

    [Theory]
    [InlineData(Algorithm.Winograd2x2, 3, 1, "float32-winograd-2x2-3x3")]
    [InlineData(Algorithm.Winograd4x4, 3, 1, "float32-winograd-4x4-3x3")]
    [InlineData(Algorithm.Winograd2x2, 4, 2, "float32-winograd-2x2-2x2")]
    [InlineData(Algorithm.Winograd4x4, 4, 2, "float32-winograd-4x4-2x2")]
    [InlineData(Algorithm.Direct, 3, 1, null)]
    public void PrecisionOf_Node_IsTheClassOfItsTiles(Algorithm forced, int kernel, int stride, string? expected)
    {
        using CompiledPlan compiled = Compile(VectorUnit.Best, forced, Convolution(32, kernel, stride), 14);

        (compiled.PrecisionOf(1)?.Name).Should().Be(expected);
    }

    private static string? AlgorithmOf(VectorUnit unit, Algorithm? forced, Conv2D layer, int extent)
    {
        using CompiledPlan compiled = Compile(unit, forced, layer, extent);
        return compiled.Describe().Single(node => node.Node == 1).Algorithm;
    }

    private static CompiledPlan Compile(VectorUnit unit, Algorithm? forced, Conv2D layer, int extent)
    {
        var builder = new NetworkBuilder("single");
        int x = builder.Input("x", new Shape(1, layer.InputsPerGroup * layer.Groups, extent, extent));
        builder.Output("y", builder.Add("conv", layer, x));
        return new CompiledPlan(builder.Build(), new CompileOptions(1), new Engine(unit, forced, null), CancellationToken.None);
    }

    private static Conv2D Convolution(int channels, int kernel, int stride) =>
        new(Window2D.Of(kernel, stride, kernel / 2), SeededTensor.Integers("weight", new Shape(channels, channels, kernel, kernel), 8, -4));
}
