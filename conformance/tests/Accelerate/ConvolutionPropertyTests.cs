using CsCheck;
using RefCnn.Accelerate;
using RefCnn.Accelerate.Plan;
using RefCnn.Accelerate.Simd;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Accelerate;

/// <summary>Random convolutions of whole numbers, on which every plain sum is exact, on every width of vector and with several threads.</summary>
public class ConvolutionPropertyTests
{
    private static readonly int[] Threads = [1, 3];

    private static readonly Gen<Layer> Layers =
        from transposed in Gen.Bool
        from kernel in Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5])
        from stride in Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3])
        from dilation in Gen.Select(Gen.Int[1, 2], Gen.Int[1, 2])
        from padding in Gen.Int[0, 3].Array[4]
        from groups in Gen.Int[1, 2]
        from inputs in Gen.OneOf(Gen.Int[1, 5], Gen.Int[1, 2].Select(blocks => 16 * blocks), Gen.Int[17, 35])
        from outputs in Gen.OneOf(Gen.Int[1, 5], Gen.Int[1, 3].Select(blocks => 16 * blocks), Gen.Int[17, 31])
        from seed in Gen.Int[0, 1000]
        select Make(transposed, kernel, stride, dilation, padding, groups, inputs, outputs, seed);

    private static readonly Gen<Layer> LayersOfTwiceTheStride =
        from transposed in Gen.Bool
        from stride in Gen.Select(Gen.Int[1, 2], Gen.Int[1, 2])
        from padding in Gen.Int[0, 3].Array[4]
        from inputs in Gen.OneOf(Gen.Int[1, 5], Gen.Int[17, 35])
        from outputs in Gen.OneOf(Gen.Int[1, 5], Gen.Int[17, 31])
        from seed in Gen.Int[0, 1000]
        select Make(transposed, (2 * stride.Item1, 2 * stride.Item2), stride, (1, 1), padding, 1, inputs, outputs, seed);

    private static readonly Gen<(Layer Layer, Shape Input)> Cases = WithInput(Layers), TwiceTheStride = WithInput(LayersOfTwiceTheStride);

    [Fact]
    public void Direct_RandomConvolution_IsExactOnEveryUnit() => Cases.Where(Fits).Sample(
        candidate =>
        {
            Network network = Single(candidate.Layer, candidate.Input);
            float[] expected = Run(new ReferenceBackend().Compile(network, new CompileOptions(1)));
            foreach (VectorUnit unit in VectorUnit.All())
            {
                foreach (int threads in Threads)
                    Run(Compile(network, unit, Algorithm.Direct, threads)).Should().Equal(expected, "vectors of {0} on {1} threads form the same sums", unit.Width, threads);
            }
        },
        iter: 150);

    [Fact]
    public void Direct_ImageOfManyLines_IsExact()
    {
        // So many pieces that their number's square exceeds 32 bits.
        var window = new Window2D(new Size2D(3, 3), Size2D.One, Size2D.One, new Padding2D(1, 1, 1, 1));
        Network network = Single(new Conv2D(window, new Tensor<float>(new Shape(5, 1, 3, 3), Integers(45, 1))), new Shape(1, 1, 50_000, 2));

        Run(Compile(network, VectorUnit.Best, Algorithm.Direct, 3)).Should().Equal(Run(new ReferenceBackend().Compile(network, new CompileOptions(1))));
    }

    [Theory]
    [InlineData(Algorithm.Winograd2x2)]
    [InlineData(Algorithm.Winograd4x4)]
    public void Winograd_RandomConvolution_IsCloseOnEveryUnitAndTheSameWithAnyThreads(Algorithm algorithm) =>
        Cases.Where(Fits).Sample(candidate => ShouldBeClose(candidate, algorithm), iter: 100);

    // Of these the former has one in two hundred.
    [Theory]
    [InlineData(Algorithm.Winograd2x2)]
    [InlineData(Algorithm.Winograd4x4)]
    public void Winograd_RandomConvolutionOfTwiceItsStride_IsCloseOnEveryUnitAndTheSameWithAnyThreads(Algorithm algorithm) =>
        TwiceTheStride.Where(Fits).Sample(candidate => ShouldBeClose(candidate, algorithm), iter: 40);

    private static void ShouldBeClose((Layer Layer, Shape Input) candidate, Algorithm algorithm)
    {
        Network network = Single(candidate.Layer, candidate.Input);
        float[] expected = Run(new ReferenceBackend().Compile(network, new CompileOptions(1)));
        float allowed = 1e-4f * expected.Max(Math.Abs);
        foreach (VectorUnit unit in VectorUnit.All())
        {
            float[] alone = Run(Compile(network, unit, algorithm, 1));
            alone.Zip(expected).Max(pair => Math.Abs(pair.First - pair.Second)).Should().BeLessThanOrEqualTo(allowed, "vectors of {0}", unit.Width);
            Run(Compile(network, unit, algorithm, 4)).Should().Equal(alone, "vectors of {0}", unit.Width);
        }
    }

    private static CompiledPlan Compile(Network network, VectorUnit unit, Algorithm algorithm, int threads) =>
        new(network, new CompileOptions(threads), new Engine(unit, algorithm, null), CancellationToken.None);

    private static float[] Run(ICompiledNetwork compiled)
    {
        using (compiled)
        {
            Shape shape = compiled.Network.Shapes[compiled.Network.Inputs[0]];
            var input = new Tensor<float>(shape, Integers(shape.Count, 7));
            return compiled.Run(new Dictionary<string, Tensor<float>> { ["x"] = input }).Outputs["y"].ToSingle().Values;
        }
    }

    private static Network Single(Layer layer, Shape input)
    {
        var builder = new NetworkBuilder("single");
        builder.Output("y", builder.Add("layer", layer, builder.Input("x", input)));
        return builder.Build();
    }

    private static bool Fits((Layer Layer, Shape Input) candidate)
    {
        try
        {
            return candidate.Layer.InferShape(candidate.Input).Count > 0;
        }
        catch (RefCnnException)
        {
            return false;
        }
    }

    private static Gen<(Layer Layer, Shape Input)> WithInput(Gen<Layer> layers) =>
        from layer in layers
        from batch in Gen.Int[1, 2]
        from height in Gen.Int[9, 23]
        from width in Gen.Int[9, 23]
        select (layer, new Shape(batch, Channels(layer), height, width));

    private static int Channels(Layer layer) => layer is Conv2D plain ? plain.InputsPerGroup * plain.Groups : ((ConvTranspose2D)layer).Weight.Shape[0];

    private static Layer Make(bool transposed, (int, int) kernel, (int, int) stride, (int, int) dilation, int[] padding, int groups, int inputs, int outputs, int seed)
    {
        var window = new Window2D(
            new Size2D(kernel.Item1, kernel.Item2), new Size2D(stride.Item1, stride.Item2), new Size2D(dilation.Item1, dilation.Item2),
            new Padding2D(padding[0], padding[1], padding[2], padding[3]));
        Shape shape = transposed
            ? new Shape(inputs * groups, outputs, kernel.Item1, kernel.Item2)
            : new Shape(outputs * groups, inputs, kernel.Item1, kernel.Item2);
        var weight = new Tensor<float>(shape, Integers(shape.Count, seed));
        var bias = new Tensor<float>(new Shape(outputs * groups), Integers(outputs * groups, seed + 1));
        return transposed ? new ConvTranspose2D(window, weight, bias, groups) : new Conv2D(window, weight, bias, groups);
    }

    private static float[] Integers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(-4, 5))];
    }
}
