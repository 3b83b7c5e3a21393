using RefCnn.Accelerate;
using RefCnn.Accelerate.Plan;
using RefCnn.Accelerate.Simd;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks;

namespace RefCnn.ConformanceTests.Accelerate;

/// <summary>Sums over transformed inputs spread an infinity to outputs that do not see it: such inputs are convolved by plain sums instead.</summary>
public class NonFiniteConvolutionTests
{
    [Theory]
    [InlineData(Algorithm.Winograd2x2, 3, 1)]
    [InlineData(Algorithm.Winograd4x4, 3, 1)]
    [InlineData(Algorithm.Winograd2x2, 4, 2)]
    [InlineData(Algorithm.Winograd4x4, 4, 2)]
    public void Run_InputWithAnInfinity_GivesThePlainSums(Algorithm algorithm, int kernel, int stride)
    {
        var parameters = new SeededParameters("non-finite");
        var builder = new NetworkBuilder("non-finite");
        int x = builder.Input("x", new Shape(1, 16, 12, 12));
        builder.Output("y", builder.Add("convolved", new Conv2D(Window2D.Of(kernel, stride, 1), parameters.Weight("weight", new Shape(16, 16, kernel, kernel), 144)), x));
        Network network = builder.Build();
        var finite = new Dictionary<string, Tensor<float>> { ["x"] = SeededInputs.Of(network)["x"] };
        var infinite = new Dictionary<string, Tensor<float>> { ["x"] = new(finite["x"].Shape, [.. finite["x"].Values]) };
        infinite["x"][5] = float.PositiveInfinity;
        foreach (VectorUnit unit in VectorUnit.All())
        {
            using CompiledPlan transformed = Compile(network, unit, algorithm), plain = Compile(network, unit, Algorithm.Direct);
            float[] before = Run(transformed, finite);

            Run(transformed, infinite).Should().Equal(Run(plain, infinite), "vectors of {0}", unit.Width);
            Run(transformed, finite).Should().Equal(before, "vectors of {0}", unit.Width);
            transformed.Describe().Single(node => node.Node == 1).Algorithm.Should().StartWith("winograd", "finite inputs are transformed");
        }
    }

    private static CompiledPlan Compile(Network network, VectorUnit unit, Algorithm algorithm) => new(network, new CompileOptions(2), new Engine(unit, algorithm, null), CancellationToken.None);

    private static float[] Run(CompiledPlan plan, Dictionary<string, Tensor<float>> inputs) => plan.Run(inputs).Outputs["y"].ToSingle().Values;
}
