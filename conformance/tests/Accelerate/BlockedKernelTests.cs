using System.Numerics;
using RefCnn.Accelerate;
using RefCnn.Accelerate.Plan;
using RefCnn.Accelerate.Simd;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Accelerate;

/// <summary>
/// Kernels on blocked tensors, which a layer alone does not ask for: each follows a convolution to 21 channels and a pooling, so that a block is partly empty, on every
/// width of vector and with several threads, against the reference. Loops by Vector&lt;float&gt; take whole ones, and so blocks that are as wide at least, as the best of a machine are.
/// </summary>
public class BlockedKernelTests
{
    private const int Channels = 21;

    private static readonly Shape Picture = new(2, 3, 9, 11);
    private static readonly SeededParameters Parameters = new("blocked-kernels");
    private static readonly Window2D Three = Window2D.Of(3, 1, 1);

    private static readonly Dictionary<string, Func<Layer>> Layers = new()
    {
        ["batch-norm"] = () => new BatchNorm(PerChannel("mean", -1, 1), PerChannel("variance", 0.5, 2), PerChannel("scale", 0.5, 2), PerChannel("shift", -1, 1)),
        ["batch-norm without scale"] = () => new BatchNorm(PerChannel("mean", -1, 1), PerChannel("variance", 0.5, 2)),
        ["instance-norm"] = () => new InstanceNorm(PerChannel("scale", 0.5, 2), PerChannel("shift", -1, 1)),
        ["instance-norm without scale"] = () => new InstanceNorm(),
        ["local-response-norm"] = () => new LocalResponseNorm(5, 0.3),
        ["local-response-norm of another power"] = () => new LocalResponseNorm(4, 0.3, 0.5, 2),
        ["pad with a number"] = () => new Pad([0, 0, 1, 2], [0, 0, 2, 1], PadMode.Constant, 7),
        ["pad with the edge"] = () => new Pad([0, 0, 1, 2], [0, 0, 2, 1], PadMode.Edge),
        ["pad by reflection"] = () => new Pad([0, 0, 1, 2], [0, 0, 2, 1], PadMode.Reflect),
        ["pad around"] = () => new Pad([0, 0, 1, 2], [0, 0, 2, 1], PadMode.Wrap),
        ["relu"] = () => new Relu(),
        ["clip"] = () => new Clip(-3, 5),
        ["leaky-relu"] = () => new LeakyRelu(0.25f),
        ["max-pool"] = () => new MaxPool2D(Window2D.Of(2, 2)),
        ["average-pool"] = () => new AveragePool2D(Three),
        ["average-pool with padding"] = () => new AveragePool2D(Three, Divisor: PoolDivisor.Padded),
        ["average-pool by the window"] = () => new AveragePool2D(Three, Divisor: PoolDivisor.Window),
        ["global average"] = () => new GlobalPool(GlobalPoolFunction.Average),
        ["global maximum"] = () => new GlobalPool(GlobalPoolFunction.Max),
        ["global norm"] = () => new GlobalPool(GlobalPoolFunction.L2),
        ["depthwise"] = () => new Conv2D(Three, Parameters.Weight("depthwise", new Shape(Channels, 1, 3, 3), 9), Groups: Channels),
        ["depthwise of two columns"] = () => new Conv2D(Window2D.Of(2, 1), Parameters.Weight("depthwise", new Shape(Channels, 1, 2, 2), 4), Groups: Channels),
        ["depthwise of scattered taps"] = () => new Conv2D(Three with { Dilation = new Size2D(2, 2), Padding = 2 }, Parameters.Weight("depthwise", new Shape(Channels, 1, 3, 3), 9), Groups: Channels),
        ["depthwise of a short row"] = () => new Conv2D(Window2D.Of(3, 2), Parameters.Weight("depthwise", new Shape(Channels, 1, 3, 3), 9), Groups: Channels),
        ["depthwise of a very short row"] = () => new Conv2D(Window2D.Of(3, 4), Parameters.Weight("depthwise", new Shape(Channels, 1, 3, 3), 9), Groups: Channels),
        ["one output of a wide kernel"] = () => new Conv2D(Window2D.Of(7, 1, 3), Parameters.Weight("wide", new Shape(1, Channels, 7, 7), 49 * Channels)),
        ["transposed"] = () => new ConvTranspose2D(Window2D.Of(4, 2, 1), Parameters.Weight("transposed", new Shape(Channels, 5, 4, 4), 4 * Channels)),
    };

    public static TheoryData<string> Names => [.. Layers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_LayerOnBlocks_IsCloseToTheReference(string name) => Check((builder, pooled) => builder.Add("layer", Layers[name](), pooled));

    [Theory]
    [InlineData(BinaryFunction.Add)]
    [InlineData(BinaryFunction.Mul)]
    public void Run_TwoBlocks_IsCloseToTheReference(BinaryFunction function) =>
        Check((builder, pooled) => builder.Add("layer", new Binary(function), pooled, builder.Add("second", new MaxPool2D(Three), pooled)));

    [Theory]
    [InlineData("instance-norm")]
    [InlineData("depthwise")]
    [InlineData("one output of a wide kernel")]
    [InlineData("transposed")]
    public void Run_LayerWithAdditionAndActivation_IsCloseToTheReference(string name) => Check((builder, pooled) =>
    {
        int layer = builder.Add("layer", Layers[name](), pooled), other = builder.Add("other", Layers[name](), builder.Add("negated", new Unary(UnaryFunction.Neg), pooled));
        return builder.Add("clipped", new Clip(-1, 1), builder.Add("sum", new Binary(BinaryFunction.Add), layer, other));
    });

    [Theory]
    [InlineData("depthwise")]
    [InlineData("one output of a wide kernel")]
    [InlineData("transposed")]
    public void Run_LayerWithAFoldedNorm_IsCloseToTheReference(string name) => Check((builder, pooled) =>
    {
        int layer = builder.Add("layer", Layers[name](), pooled);
        int channels = builder.ShapeOf(layer).Channels;
        return builder.Add("norm", new BatchNorm(Some("mean", channels, -1, 1), Some("variance", channels, 0.5, 2), Some("scale", channels, 0.5, 2), Some("shift", channels, -1, 1)), layer);
    });

    // Its samples follow each other, its outputs have room between their rows: tiles cross from one row to the next.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_PointwiseBeforeAPaddedKernel_IsCloseToTheReference(bool adds) => Check((builder, pooled) =>
    {
        int pointwise = builder.Add("pointwise", Pointwise("pointwise"), pooled);
        if (adds) pointwise = builder.Add("clipped", new Clip(-1, 1), builder.Add("sum", new Binary(BinaryFunction.Add), pointwise, builder.Add("other", Pointwise("other"), pooled)));
        return builder.Add("padded", new Conv2D(Three, Parameters.Weight("padded", new Shape(5, Channels, 3, 3), 9 * Channels)), pointwise);
    });

    [Fact]
    public void Run_DenseWithAFoldedNorm_IsCloseToTheReference() => Check((builder, pooled) =>
    {
        const int Outputs = 19;

        // Twice as many outputs as are computed together, and three; inputs that fill no vector.
        int dense = builder.Add("dense", new Dense(Parameters.Weight("dense", new Shape(Outputs, Channels), Channels)), builder.Add("flat", new Flatten(1), builder.Add("mean", new GlobalPool(GlobalPoolFunction.Average), pooled)));
        return builder.Add("norm", new BatchNorm(Some("mean", Outputs, -1, 1), Some("variance", Outputs, 0.5, 2)), dense);
    });

    [Theory]
    [InlineData("depthwise", "depthwise")]
    [InlineData("one output of a wide kernel", "direct, row sums")]
    [InlineData("relu", null)]
    public void Describe_LayerOnBlocks_NamesItsAlgorithm(string name, string? expected)
    {
        using CompiledPlan plan = Compile(NetworkOf((builder, pooled) => builder.Add("layer", Layers[name](), pooled)), VectorUnit.Best, 1);

        plan.Describe().Last().Algorithm.Should().Be(expected);
    }

    [Fact]
    public void Describe_LayersOnPlanes_NamesTheirAlgorithms()
    {
        var builder = new NetworkBuilder("planes");
        int x = builder.Input("x", new Shape(1, 2, 3, 3));
        int depthwise = builder.Add("depthwise", new Conv2D(Three, Parameters.Weight("two", new Shape(4, 1, 3, 3), 9), Groups: 2), x);
        builder.Output("y", builder.Add("dense", new Dense(Parameters.Weight("dense", new Shape(2, 36), 36)), builder.Add("flat", new Flatten(1), depthwise)));
        using CompiledPlan plan = Compile(builder.Build(), VectorUnit.Best, 1);

        plan.Describe().Select(node => node.Algorithm).Should().Contain("depthwise").And.Contain("streaming");
    }

    // Functions are numbers in a program of somebody's, too.
    [Fact]
    public void Compile_FunctionThatIsNone_Throws()
    {
        foreach (Layer layer in (Layer[])[new Unary((UnaryFunction)99), new Binary((BinaryFunction)99)])
        {
            var builder = new NetworkBuilder("none");
            int x = builder.Input("x", new Shape(1));
            builder.Output("y", layer is Unary ? builder.Add("layer", layer, x) : builder.Add("layer", layer, x, x));
            Network network = builder.Build();

            FluentActions.Invoking(() => Compile(network, VectorUnit.Best, 1)).Should().Throw<ArgumentOutOfRangeException>();
            FluentActions.Invoking(() => Run(new ReferenceBackend().Compile(network, new CompileOptions(1)))).Should().Throw<ArgumentOutOfRangeException>();
        }
    }

    private static void Check(Func<NetworkBuilder, int, int> make)
    {
        Network network = NetworkOf(make);
        float[] expected = Run(new ReferenceBackend().Compile(network, new CompileOptions(1)));
        float allowed = 1e-5f * expected.Max(Math.Abs);
        foreach (VectorUnit unit in VectorUnit.All().Where(unit => unit.Width >= Vector<float>.Count))
        {
            float[] alone = Run(Compile(network, unit, 1));
            alone.Zip(expected).Max(pair => Math.Abs(pair.First - pair.Second)).Should().BeLessThanOrEqualTo(allowed, "vectors of {0}", unit.Width);
            Run(Compile(network, unit, 3)).Should().Equal(alone, "vectors of {0}", unit.Width);
        }
    }

    private static Network NetworkOf(Func<NetworkBuilder, int, int> make)
    {
        var builder = new NetworkBuilder("blocked");
        int convolved = builder.Add("convolved", new Conv2D(Three, Parameters.Weight("convolved", new Shape(Channels, 3, 3, 3), 27)), builder.Input("x", Picture));
        builder.Output("y", make(builder, builder.Add("pooled", new MaxPool2D(Three), convolved)));
        return builder.Build();
    }

    private static CompiledPlan Compile(Network network, VectorUnit unit, int threads) =>
        new(network, new CompileOptions(threads), new Engine(unit, Algorithm.Direct, null), CancellationToken.None);

    private static float[] Run(ICompiledNetwork compiled)
    {
        using (compiled) return compiled.Run(SeededInputs.Of(compiled.Network)).Outputs["y"].ToSingle().Values;
    }

    private static Conv2D Pointwise(string name) => new(Window2D.Of(1, 1), Parameters.Weight(name, new Shape(Channels, Channels, 1, 1), Channels));

    private static Tensor<float> PerChannel(string name, double least, double most) => Some(name, Channels, least, most);

    private static Tensor<float> Some(string name, int count, double least, double most) => Parameters.Between(name, new Shape(count), least, most);
}
