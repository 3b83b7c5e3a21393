using RefCnn.Accelerate;
using RefCnn.Accelerate.Gemm;
using RefCnn.Accelerate.Plan;
using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Accelerate;

/// <summary>Convolution over every product of matrices that this machine has.</summary>
public class Im2ColTests
{
    private static readonly VectorSet Vectors = VectorSet.Load(VectorFiles.FindDirectory());

    private static readonly GemmLibrary[] Present = [.. Enum.GetValues<GemmLibrary>().Where(library => GemmTable.UnavailableReason(library) is null)];

    public static TheoryData<GemmLibrary> Libraries => [.. Present];

    public static TheoryData<string, GemmLibrary> Cases
    {
        get
        {
            var cases = new TheoryData<string, GemmLibrary>();
            foreach (GemmLibrary library in Present)
                foreach (VectorCase vector in Vectors.OfKind("conv2d").Concat(Vectors.OfKind("conv-transpose2d"))) cases.Add(vector.Id, library);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Im2Col_ConvolutionVector_Passes(string id, GemmLibrary library)
    {
        CaseResult result = LayerVerifier.Verify(Vectors.Find(id)!, new AccelerateBackend(new(Gemm: library)), new CompileOptions(Threads: 2));

        result.Verdict.Should().Be(Verdict.Pass, "{0}", result.Message);
    }

    // Many blocks of columns with a rest; and one block whose rows are shared.
    [Theory]
    [MemberData(nameof(Libraries))]
    public void Im2Col_SeveralThreads_GivesTheSameBits(GemmLibrary library)
    {
        foreach (Network network in new[] { Convolution(1, 16, 3, 5, 200, 203), Convolution(2, 100, 64, 3, 7, 7) })
        {
            float[] alone = Run(network, library, 1);

            foreach (int threads in new[] { 2, 3, 4 }) Run(network, library, threads).Should().Equal(alone);
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Im2Col_LargeImage_IsNeverUnfoldedAsAWhole(GemmLibrary library)
    {
        Network network = Convolution(1, 8, 3, 9, 480, 640);
        const long Unfolded = 3L * 9 * 9 * 480 * 640 * sizeof(float), Image = (3 + 8) * 480 * 640 * sizeof(float);

        using var plan = new CompiledPlan(network, new CompileOptions(Threads: 2), Engine.Of(new AccelerateOptions(Gemm: library)), CancellationToken.None);

        plan.WorkingBytes.Should().BeLessThan(Image + (Unfolded / 10));
    }

    [Fact]
    public void Describe_ConvolutionWithActivation_NamesAlgorithmAndStep()
    {
        var builder = new NetworkBuilder("described");
        int input = builder.Input("x", new Shape(1, 2, 5, 5));
        int convolution = builder.Add("conv", new Conv2D(Window2D.Of(3), new Tensor<float>(new Shape(4, 2, 3, 3))), input);
        builder.Output("y", builder.Add("relu", new Relu(), convolution));

        var described = new AccelerateBackend(new(Gemm: GemmLibrary.Managed)).Describe(builder.Build(), new CompileOptions());

        described.Should().Equal(new NodeAlgorithm(1, "im2col, managed", 1), new NodeAlgorithm(2, "im2col, managed", 1));
    }

    private static Network Convolution(int batch, int outputs, int channels, int kernel, int height, int width)
    {
        var builder = new NetworkBuilder("im2col");
        int input = builder.Input("x", new Shape(batch, channels, height, width));
        var weight = new Tensor<float>(new Shape(outputs, channels, kernel, kernel), [.. Values("weight", outputs * channels * kernel * kernel)]);
        builder.Output("y", builder.Add("conv", new Conv2D(Window2D.Of(kernel), weight), input));
        return builder.Build();
    }

    private static float[] Run(Network network, GemmLibrary library, int threads)
    {
        Shape shape = network.Shapes[network.Inputs[0]];
        using ICompiledNetwork compiled = new AccelerateBackend(new(Gemm: library)).Compile(network, new CompileOptions(threads));
        return compiled.Run(new Dictionary<string, Tensor<float>> { ["x"] = new(shape, [.. Values("x", shape.Count)]) }).Outputs["y"].ToSingle().Values;
    }

    // Thirds round at every step, so that another order of summation shows.
    private static IEnumerable<float> Values(string name, int count) => SeededTensor.Integers($"im2col/{name}", new Shape(count), 64, 0).Values.Select(value => value / 3);
}
