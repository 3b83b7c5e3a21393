using System.Collections.Immutable;
using RefCnn.Conformance.Bounds.Winograd;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>The convolutions by small filters give what the layer gives, and there are some for those layers alone that have them.</summary>
public class EquivalentConvolutionTests
{
    public static TheoryData<int, int, int, Padding2D> Convolutions => new()
    {
        { 3, 1, 1, Padding2D.None },
        { 3, 1, 1, new Padding2D(1, 0, 2, 3) },
        { 2, 1, 1, new Padding2D(3, 3, 3, 3) },
        { 2, 1, 2, new Padding2D(0, 1, 1, 0) },
        { 4, 2, 1, Padding2D.None },
        { 4, 2, 1, new Padding2D(1, 1, 1, 1) },
        { 4, 2, 1, new Padding2D(2, 0, 0, 1) },
        { 5, 2, 1, new Padding2D(2, 2, 2, 2) },
        { 9, 3, 1, Padding2D.None },
        { 4, 1, 1, Padding2D.None },
        { 5, 1, 1, new Padding2D(2, 2, 2, 2) },
        { 7, 2, 1, new Padding2D(3, 3, 2, 1) },
        { 3, 2, 2, new Padding2D(0, 3, 0, 0) },
    };

    public static TheoryData<int, int, int, Padding2D, int> TransposedConvolutions => new()
    {
        { 3, 1, 1, Padding2D.None, 0 },
        { 3, 1, 1, new Padding2D(3, 0, 0, 3), 0 },
        { 2, 1, 2, new Padding2D(0, 1, 1, 0), 1 },
        { 4, 2, 1, Padding2D.None, 0 },
        { 4, 2, 1, new Padding2D(1, 1, 1, 1), 0 },
        { 4, 2, 1, new Padding2D(0, 3, 2, 1), 1 },
        { 5, 2, 1, new Padding2D(2, 2, 2, 2), 1 },
        { 8, 3, 1, new Padding2D(5, 5, 0, 1), 2 },
        { 5, 1, 1, new Padding2D(1, 0, 2, 3), 0 },
        { 7, 2, 1, new Padding2D(3, 3, 3, 3), 1 },
    };

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Convolution_AsItsEquivalent_GivesTheSame(int kernel, int stride, int dilation, Padding2D padding)
    {
        var layer = new Conv2D(new Window2D(kernel, stride, dilation, padding), Seeded("weight", new Shape(2, 3, kernel, kernel)));

        ShouldGiveTheSame(layer, Seeded("input", new Shape(2, 3, 13, 10)));
    }

    [Theory]
    [MemberData(nameof(TransposedConvolutions))]
    public void TransposedConvolution_AsItsEquivalent_GivesTheSame(int kernel, int stride, int dilation, Padding2D padding, int outputPadding)
    {
        var layer = new ConvTranspose2D(
            new Window2D(kernel, stride, dilation, padding), Seeded("weight", new Shape(3, 2, kernel, kernel)), OutputPadding: outputPadding);

        ShouldGiveTheSame(layer, Seeded("input", new Shape(2, 3, 5, 4)));
    }

    [Theory]
    [InlineData(SumAlgorithm.Winograd4x4Of3x3, WinogradKind.Halving, "12")]
    [InlineData(SumAlgorithm.Winograd4x4Of3x3, WinogradKind.Doubling, "3 3 3 3")]
    [InlineData(SumAlgorithm.Winograd4x4Of3x3, WinogradKind.Plain, "3")]
    [InlineData(SumAlgorithm.Winograd4x4Of2x2, WinogradKind.Halving, "12")]
    [InlineData(SumAlgorithm.Winograd4x4Of2x2, WinogradKind.Doubling, "3 3 3 3")]
    [InlineData(SumAlgorithm.Winograd4x4Of2x2, WinogradKind.WideDoubling, "6 3 12 6")]
    [InlineData(SumAlgorithm.Winograd4x4Of2x2, WinogradKind.Plain, "12")]
    public void Of_Kind_StacksTheSourcesOfEachTarget(SumAlgorithm sums, WinogradKind kind, string stackedInputs)
    {
        ImmutableArray<EquivalentConvolution> equivalents = EquivalentsOf(WinogradLayers.Layer(kind, 3, 4), new Shape(1, 3, 8, 8), sums);

        string.Join(' ', equivalents.Select(equivalent => equivalent.StackedInputs)).Should().Be(stackedInputs);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 1, 2)]
    [InlineData(3, 2, 1)]
    [InlineData(4, 3, 1)]
    public void Of_ConvolutionWithoutGain_IsNone(int kernel, int stride, int dilation) =>
        EquivalentsOf(new Conv2D(new Window2D(kernel, stride, dilation, Padding2D.None), new Tensor<float>(new Shape(2, 3, kernel, kernel))), new Shape(1, 3, 20, 20)).Should().BeEmpty();

    [Theory]
    [InlineData(2, 2, 1)]
    [InlineData(3, 2, 1)]
    [InlineData(3, 1, 2)]
    [InlineData(3, 2, 2)]
    public void Of_TransposedConvolutionWithoutGain_IsNone(int kernel, int stride, int dilation) =>
        EquivalentsOf(new ConvTranspose2D(new Window2D(kernel, stride, dilation, Padding2D.None), new Tensor<float>(new Shape(3, 2, kernel, kernel))), new Shape(1, 3, 20, 20)).Should().BeEmpty();

    [Theory]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3, 3, 1, true)]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3, 5, 1, true)]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3, 5, 2, true)]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3, 7, 2, true)]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3, 2, 1, false)]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3, 4, 1, false)]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3, 4, 2, false)]
    [InlineData(SumAlgorithm.Winograd2x2Of2x2, 2, 1, true)]
    [InlineData(SumAlgorithm.Winograd2x2Of2x2, 4, 2, true)]
    [InlineData(SumAlgorithm.Winograd2x2Of2x2, 3, 1, false)]
    [InlineData(SumAlgorithm.Winograd2x2Of2x2, 3, 2, false)]
    [InlineData(SumAlgorithm.Winograd4x4Of2x2, 3, 2, true)]
    public void Of_SmallTilesOrFilters_IsSomeWhereTheyGain(SumAlgorithm sums, int kernel, int stride, bool gains)
    {
        var layer = new Conv2D(new Window2D(kernel, stride, 1, Padding2D.None), new Tensor<float>(new Shape(2, 3, kernel, kernel)));

        (EquivalentsOf(layer, new Shape(1, 3, 20, 20), sums).Length > 0).Should().Be(gains);
    }

    [Theory]
    [InlineData(SumAlgorithm.Plain)]
    [InlineData(SumAlgorithm.Unpublished)]
    public void Of_OtherSums_IsNone(SumAlgorithm sums) =>
        EquivalentsOf(new Conv2D(Window2D.Of(3), new Tensor<float>(new Shape(4, 4, 3, 3))), new Shape(1, 4, 8, 8), sums).Should().BeEmpty();

    [Theory]
    [InlineData(3, 1, 2)]
    [InlineData(4, 2, 3)]
    [InlineData(5, 1, 6)]
    public void Groups_AsTheirEquivalents_GiveTheSame(int kernel, int stride, int groups)
    {
        Window2D window = Window2D.Of(kernel, stride, 1);
        ShouldGiveTheSame(new Conv2D(window, Seeded("weight", new Shape(12, 6 / groups, kernel, kernel)), Groups: groups), Seeded("input", new Shape(2, 6, 9, 10)));
        ShouldGiveTheSame(new ConvTranspose2D(window, Seeded("weight", new Shape(6, 2, kernel, kernel)), Groups: groups), Seeded("input", new Shape(2, 6, 5, 4)));
    }

    private static void ShouldGiveTheSame(Layer layer, Tensor<float> input)
    {
        Operands operands = ReferenceEngine.OperandsOf(layer, input.ToDouble());
        Tensor<double> truth = ReferenceEngine.Compute(layer, operands);
        foreach (SumAlgorithm sums in WinogradLayers.Algorithms)
        {
            ImmutableArray<EquivalentConvolution> equivalents = EquivalentsOf(layer, input.Shape, sums);
            var outputs = new Tensor<double>(truth.Shape);
            foreach (EquivalentConvolution equivalent in equivalents)
            {
                Tensor<double> filters = equivalent.Filters(layer, operands.Parameters[0]!);
                var plain = new Conv2D(Window2D.Of(equivalent.Transforms.Taps), filters.ToSingle());
                equivalent.Place(ReferenceEngine.Compute(plain, new Operands([equivalent.Samples(operands.Input)], [filters, null])), outputs);
            }

            if (!equivalents.IsEmpty) outputs.Values.Should().Equal(truth.Values, "{0}", sums);
        }

        EquivalentsOf(layer, input.Shape).Should().NotBeEmpty();
    }

    private static ImmutableArray<EquivalentConvolution> EquivalentsOf(Layer layer, Shape input, SumAlgorithm sums = SumAlgorithm.Winograd4x4Of3x3) =>
        EquivalentConvolution.Of(layer, layer.InferShape(input), sums);

    // Whole numbers, so that sums are exact in any order.
    private static Tensor<float> Seeded(string name, Shape shape) => SeededTensor.Integers($"equivalent/{name}", shape, 8, 0);
}
