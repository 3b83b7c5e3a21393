using CsCheck;
using RefCnn.Conformance;
using RefCnn.Conformance.Bounds.Rowwise;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Verdicts.Rowwise;

public class RowwiseReferenceTests
{
    private static readonly Gen<(Layer Layer, Shape Input)> Cases =
        from transposed in Gen.Bool
        from kernel in Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5])
        from stride in Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3])
        from dilation in Gen.Select(Gen.Int[1, 2], Gen.Int[1, 2])
        from padding in Gen.Int[0, 3].Array[4]
        from groups in Gen.Int[1, 2]
        from channels in Gen.Select(Gen.Int[1, 5], Gen.Int[1, 9])
        from extent in Gen.Select(Gen.Int[9, 23], Gen.Int[9, 23])
        from batch in Gen.Int[1, 2]
        from seed in Gen.Int[0, 1000]
        select Make(transposed, kernel, stride, dilation, padding, groups, channels, extent, batch, seed);

    public static TheoryData<string> Vectors =>
        [.. VectorFiles.In(VectorFiles.FindDirectory(), "conv2d", "conv-transpose2d").Select(VectorReader.Read).Where(vector => vector.Expected is Expectation.Valid).Select(vector => vector.Id)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Compute_Vector_HasTheReferencesBits(string id)
    {
        VectorCase vector = VectorReader.Read(Path.Combine(VectorFiles.FindDirectory(), "layers", id + ".json"));
        Operands operands = ReferenceEngine.OperandsOf(vector.Layer, [.. vector.Inputs.Select(input => input.ToDouble())]);

        Bits(RowwiseReference.Compute(vector.Layer, operands)).Should().Equal(Bits(ReferenceEngine.Compute(vector.Layer, operands)));
    }

    [Fact]
    public void Compute_RandomConvolution_HasTheReferencesBits() => Cases.Sample(
        one =>
        {
            Operands operands = ReferenceEngine.OperandsOf(one.Layer, SeededTensor.FullMantissa("rowwise/input", one.Input, 0).ToDouble());
            Bits(RowwiseReference.Compute(one.Layer, operands)).Should().Equal(Bits(ReferenceEngine.Compute(one.Layer, operands)));
        },
        iter: 300);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Sizes_OfADenseLayer_HaveTheReferencesBits(int rows)
    {
        var dense = new Dense(SeededTensor.FullMantissa("rowwise/dense", new Shape(7, 301), -1), SeededTensor.FullMantissa("rowwise/dense/bias", new Shape(7), 0));
        Operands operands = ReferenceEngine.OperandsOf(dense, SeededTensor.FullMantissa("rowwise/dense/input", new Shape(rows, 301), 0).ToDouble());

        (Tensor<double> magnitude, Tensor<double> energy) = RowwiseReference.Sizes(dense, operands);

        Bits(magnitude).Should().Equal(Bits(ReferenceEngine.Compute(dense, operands.Map(Math.Abs))));
        Bits(energy).Should().Equal(Bits(ReferenceEngine.Compute(dense, operands.Map(x => x * x))));
        magnitude.Shape.Should().Be(new Shape(rows, 7));
    }

    // More outputs than there are taps: some have none, and are the bias alone.
    [Fact]
    public void Compute_TransposedConvolutionWithGaps_HasTheReferencesBits()
    {
        var layer = new ConvTranspose2D(Window2D.Of(1, 3), SeededTensor.FullMantissa("rowwise/gaps", new Shape(2, 5, 1, 1), 0), SeededTensor.FullMantissa("rowwise/gaps/bias", new Shape(5), 0));
        Operands operands = ReferenceEngine.OperandsOf(layer, SeededTensor.FullMantissa("rowwise/gaps/input", new Shape(1, 2, 9, 30), 0).ToDouble());

        Bits(RowwiseReference.Compute(layer, operands)).Should().Equal(Bits(ReferenceEngine.Compute(layer, operands)));
    }

    private static long[] Bits(Tensor<double> tensor) => [.. tensor.Values.Select(BitConverter.DoubleToInt64Bits)];

    private static (Layer Layer, Shape Input) Make(
        bool transposed, (int, int) kernel, (int, int) stride, (int, int) dilation, int[] padding, int groups, (int, int) channels, (int, int) extent, int batch, int seed)
    {
        var window = new Window2D(
            new Size2D(kernel.Item1, kernel.Item2), new Size2D(stride.Item1, stride.Item2), new Size2D(dilation.Item1, dilation.Item2),
            new Padding2D(padding[0] % kernel.Item1, padding[1] % kernel.Item2, padding[2] % kernel.Item1, padding[3] % kernel.Item2));
        (int inputs, int outputs) = (channels.Item1 * groups, channels.Item2 * groups);
        var shape = transposed ? new Shape(inputs, channels.Item2, kernel.Item1, kernel.Item2) : new Shape(outputs, channels.Item1, kernel.Item1, kernel.Item2);
        Tensor<float> weight = SeededTensor.FullMantissa($"rowwise/weight/{seed}", shape, -1), bias = SeededTensor.FullMantissa($"rowwise/bias/{seed}", new Shape(outputs), 0);
        Layer layer = transposed ? new ConvTranspose2D(window, weight, bias, groups) : new Conv2D(window, weight, bias, groups);
        return (layer, new Shape(batch, inputs, extent.Item1, extent.Item2));
    }
}
