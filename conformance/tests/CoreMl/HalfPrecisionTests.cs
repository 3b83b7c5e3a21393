using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.CoreMl;

/// <summary>Programs of float16: every value is stored as the file declares it, between sums that are not.</summary>
public class HalfPrecisionTests
{
    [Fact]
    public void Run_ValuesBetweenOperations_AreRounded() =>
        Run([2048, 1, -2048], (builder, x) =>
        {
            int sum = builder.Add("sum", new Binary(BinaryFunction.Add), Part(builder, x, 0), Part(builder, x, 1));
            return builder.Add("difference", new Binary(BinaryFunction.Add), sum, Part(builder, x, 2));
        }).Should().Equal(0);

    [Fact]
    public void Run_TermsOfASum_AreNotRounded() => Run([2048, 1, -2048], (builder, x) => builder.Add("sum", new Reduce(ReduceFunction.Sum, [0]), x)).Should().Equal(1);

    [Fact]
    public void Run_LargestNumber_StaysFinite() => Run([65504], (builder, x) => builder.Add("copy", new Relu(), x)).Should().Equal(65504);

    [Fact]
    public void Run_ProductBeyondTheLargest_IsInfinite() =>
        Run([300], (builder, x) => builder.Add("square", new Binary(BinaryFunction.Mul), x, x)).Should().Equal(double.PositiveInfinity);

    [Fact]
    public void Run_RootOfAnInfiniteProduct_StaysInfinite() =>
        Run([300], (builder, x) => builder.Add("root", new Unary(UnaryFunction.Sqrt), builder.Add("square", new Binary(BinaryFunction.Mul), x, x))).Should().Equal(double.PositiveInfinity);

    [Fact]
    public void Run_WeightsOfFourDecimals_AreThoseOfTheFile() =>
        Run([1], (builder, x) => builder.Add("scaled", new Binary(BinaryFunction.Mul), x, builder.Add("factor", new Constant(new Tensor<float>(new Shape(1), [0.1f])))))
            .Should().Equal((double)(Half)0.1f);

    [Fact]
    public void Certificate_OfAConvolutionAndAnActivation_Passes()
    {
        Network network = Small();
        NetworkCertificate certificate = new NetworkCertifier(Portable(), new CompileOptions()).Certify(network, Inputs(network));
        certificate.Verdict.Should().Be(Verdict.Pass, "{0}", certificate.Message);
        certificate.Margin.Should().BeGreaterThan(0.1, "one rounding to storage is most of what is allowed");
    }

    [Fact]
    public void Certificate_OfAnEngineThatAddsInHalfPrecision_Fails()
    {
        Network network = Small();
        new NetworkCertifier(new HalfSums(Portable()), new CompileOptions()).Certify(network, Inputs(network)).Verdict.Should().Be(Verdict.Fail);
    }

    private static PortableCoreMlBackend Portable() => new(new ReferenceBackend(), CoreMlFormat.Program, CoreMlPrecision.Float16);

    private static double[] Run(float[] input, Func<NetworkBuilder, int, int> build)
    {
        var builder = new NetworkBuilder("half");
        int x = builder.Input("x", new Shape(input.Length));
        builder.Output("y", build(builder, x));
        Network network = builder.Build();
        using ICompiledNetwork compiled = Portable().Compile(network, new CompileOptions());
        return compiled.Run(new Dictionary<string, Tensor<float>> { ["x"] = new(new Shape(input.Length), input) }).Outputs["y"].ToDouble().Values;
    }

    private static int Part(NetworkBuilder builder, int node, int index) => builder.Add($"part{index}", Slice.Along(builder.ShapeOf(node), 0, index, 1), node);

    private static Network Small()
    {
        var builder = new NetworkBuilder("small");
        int x = builder.Input("x", new Shape(1, 4, 6, 6));
        var weight = new Tensor<float>(new Shape(8, 4, 3, 3));
        for (int i = 0; i < weight.Count; i++) weight[i] = MathF.Sin(i) / 4;
        builder.Output("y", builder.Add("relu", new LeakyRelu(0.1f), builder.Add("conv", new Conv2D(Window2D.Of(3), weight), x)));
        return builder.Build();
    }

    private static Dictionary<string, Tensor<float>> Inputs(Network network)
    {
        var x = new Tensor<float>(network.Shapes[0]);
        for (int i = 0; i < x.Count; i++) x[i] = (float)(Half)MathF.Cos(i);
        return new Dictionary<string, Tensor<float>> { ["x"] = x };
    }

    // What a device does that keeps its sums in half precision too, seen from outside: outputs that are some roundings off.
    private sealed class HalfSums(IBackend inner) : IBackend
    {
        public string Name => "half sums";

        public PrecisionClass Precision => inner.Precision;

        public string? UnavailableReason => null;

        public string? UnsupportedReason(Layer layer) => null;

        public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default) => new Compiled(inner.Compile(network, options, cancellation));

        private sealed class Compiled(ICompiledNetwork inner) : ICompiledNetwork
        {
            public Network Network => inner.Network;

            public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default)
            {
                RunResult result = inner.Run(inputs, options, cancellation);
                return new RunResult(
                    result.Outputs, result.Taps.ToDictionary(tap => tap.Key, tap => inputs.ContainsKey(tap.Key) ? tap.Value : tap.Value.ToDouble().Map(value => (double)(Half)(value * (1 + (1.0 / 512))))));
            }

            public void Dispose() => inner.Dispose();
        }
    }
}
