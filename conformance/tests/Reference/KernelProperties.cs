using System.Collections.Immutable;
using CsCheck;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Reference;

/// <summary>What must hold for any parameters: laws that relate kernels which share no code.</summary>
public class KernelProperties
{
    private static readonly Gen<Shape> Shapes = Gen.Int[1, 5].Array[1, 4].Select(extents => new Shape(extents));

    private static readonly Gen<Window2D> Windows = Gen.Select(
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4], (height, width) => new Size2D(height, width)),
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], (height, width) => new Size2D(height, width)),
        Gen.Select(Gen.Int[1, 2], Gen.Int[1, 2], (height, width) => new Size2D(height, width)),
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2], (top, left, bottom, right) => new Padding2D(top, left, bottom, right)),
        (kernel, stride, dilation, padding) => new Window2D(kernel, stride, dilation, padding));

    [Fact]
    public void Conv2D_ItsTranspose_IsItsAdjoint() =>
        Gen.Select(Windows, Gen.Int[8, 10], Gen.Int[8, 10]).Sample((window, height, width) =>
        {
            // ⟨conv(x), y⟩ = ⟨x, convᵀ(y)⟩ exactly, for whole-number operands: the two kernels agree on every index.
            Tensor<float> weight = SeededTensor.Integers("adjoint/weight", new Shape(3, 2, window.Kernel.Height, window.Kernel.Width), 8, 0);
            var convolution = new Conv2D(window, weight);
            Tensor<double> x = Whole("adjoint/x", new Shape(1, 2, height, width));
            Tensor<double> forward = Compute(convolution, x);
            Tensor<double> y = Whole("adjoint/y", forward.Shape);
            Size2D reached = new(((forward.Shape.Height - 1) * window.Stride.Height) + window.Reach.Height, ((forward.Shape.Width - 1) * window.Stride.Width) + window.Reach.Width);
            Size2D padded = window.PaddedExtent(x.Shape);
            var transposed = new ConvTranspose2D(
                window, weight, OutputPadding: new(padded.Height - reached.Height, padded.Width - reached.Width));

            Dot(forward, y).Should().Be(Dot(x, Compute(transposed, y)));
        });

    [Fact]
    public void Slice_PartsOfAnAxis_ConcatenateToTheWhole() =>
        Gen.Select(Shapes, Gen.Int[0, 100], Gen.Int[0, 100]).Sample((shape, axisSeed, cutSeed) =>
        {
            int axis = axisSeed % shape.Rank, cut = cutSeed % (shape[axis] + 1);
            Tensor<double> whole = Whole("slice", shape);
            Tensor<double> first = Compute(Slice.Along(shape, axis, 0, cut), whole), second = Compute(Slice.Along(shape, axis, cut, shape[axis] - cut), whole);

            Compute(new Concat(axis), first, second).Values.Should().Equal(whole.Values);
        });

    [Fact]
    public void Transpose_ThenBack_IsTheIdentity() =>
        Gen.Select(Shapes, Gen.Int).Sample((shape, seed) =>
        {
            int[] permutation = [.. Enumerable.Range(0, shape.Rank).OrderBy(axis => SplitMix64.Value((ulong)seed, (ulong)axis))];
            int[] inverse = [.. Enumerable.Range(0, shape.Rank).OrderBy(axis => permutation[axis])];
            Tensor<double> whole = Whole("transpose", shape);

            Compute(new Transpose([.. inverse]), Compute(new Transpose([.. permutation]), whole)).Values.Should().Equal(whole.Values);
        });

    [Fact]
    public void SpaceToDepth_ThenDepthToSpace_IsTheIdentity() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Enum<BlockOrder>()).Sample((block, channels, height, width, order) =>
        {
            Tensor<double> whole = Whole("blocks", new Shape(2, channels, height * block, width * block));

            Compute(new DepthToSpace(block, order), Compute(new SpaceToDepth(block, order), whole)).Values.Should().Equal(whole.Values);
        });

    [Fact]
    public void AveragePool_TimesItsWindow_IsTheConvolutionWithOnes() =>
        Windows.Sample(window =>
        {
            int taps = window.Kernel.Height * window.Kernel.Width;
            var ones = new Tensor<float>(new Shape(1, 1, window.Kernel.Height, window.Kernel.Width), [.. Enumerable.Repeat(1f, taps)]);
            Tensor<double> x = Whole("average", new Shape(1, 1, 9, 8));
            Tensor<double> sums = Compute(new Conv2D(window, ones), x), means = Compute(new AveragePool2D(window, PoolRounding.Floor, PoolDivisor.Window), x);

            for (int i = 0; i < sums.Count; i++) (means[i] * taps).Should().BeApproximately(sums[i], 1e-12);
        });

    private static Tensor<double> Whole(string name, Shape shape) => SeededTensor.Integers(name, shape, 16, 0).ToDouble();

    private static Tensor<double> Compute(Layer layer, params ImmutableArray<Tensor<double>> inputs) =>
        ReferenceEngine.Compute(layer, ReferenceEngine.OperandsOf(layer, inputs), threads: 1);

    private static double Dot(Tensor<double> left, Tensor<double> right)
    {
        right.Shape.Should().Be(left.Shape);
        double sum = 0;
        for (int i = 0; i < left.Count; i++) sum += left[i] * right[i];
        return sum;
    }
}
