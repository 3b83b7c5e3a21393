using RefCnn.Core;
using RefCnn.Formats;

namespace RefCnn.ConformanceTests.Keras;

/// <summary>Files of Keras 1: other names, other layouts, and kernels that Theano turned.</summary>
public class KerasUpgradeTests : KerasTest
{
    private const string ChannelsFirst = "'nb_filter': 1, 'nb_row': 1, 'nb_col': 2, 'border_mode': 'valid', 'subsample': [1, 1], 'dim_ordering': 'th', 'bias': false, 'activation': 'linear'";

    [Theory]
    [InlineData("y_W:0", "21 32")]
    [InlineData("y_W", "12 23")]
    public void Import_ChannelsFirstKernel_IsTurnedWhereTheanoSavedIt(string weight, string expected)
    {
        KerasSketch sketch = Old().Weight("y", weight, [1, 1, 1, 2], 1, 10);

        Tensor<double> actual = Run(sketch, KerasSketch.Sequential([1, 1, 3], ("Convolution2D", ChannelsFirst)), 1, 2, 3);

        actual.Shape.Should().Be(new Shape(1, 1, 1, 2));
        actual.Values.Should().Equal(Numbers(expected));
    }

    [Fact]
    public void Import_ChannelsFirstKernelOfSeveralChannels_IsReadOutputsFirst()
    {
        KerasSketch sketch = Old().Weight("y", "y_W:0", [2, 2, 1, 1], 1, 10, 100, 1000).Weight("y", "y_b:0", [2], 0.5f, 0.25f);
        const string Config = "'nb_filter': 2, 'nb_row': 1, 'nb_col': 1, 'border_mode': 'valid', 'subsample': [1, 1], 'dim_ordering': 'th', 'bias': true";

        Run(sketch, KerasSketch.Sequential([2, 1, 1], ("Convolution2D", Config)), 1, 2).Values.Should().Equal(21.5, 2100.25);
    }

    [Theory]
    [InlineData("y_W:0", "'tf'", "6 7")]
    [InlineData("y_W", "'tf'", "3 9")]
    public void Import_SamePaddingWithAStride_IsThatOfTheBackend(string weight, string ordering, string expected)
    {
        // TensorFlow pads 4 samples by 0 before and 1 after; Theano by 1 before.
        KerasSketch sketch = Old().Weight("y", weight, [1, 3, 1, 1], 1, 1, 1);
        string config = $"'nb_filter': 1, 'nb_row': 1, 'nb_col': 3, 'border_mode': 'same', 'subsample': [1, 2], 'dim_ordering': {ordering}, 'bias': false";

        Run(sketch, KerasSketch.Sequential([1, 4, 1], ("Convolution2D", config)), 1, 2, 3, 4).Values.Should().Equal(Numbers(expected));
    }

    [Fact]
    public void Import_DilatedConvolution_HasItsRate()
    {
        KerasSketch sketch = Old().Weight("y", "y_W:0", [1, 2, 1, 1], 1, 10);
        const string Config = "'nb_filter': 1, 'nb_row': 1, 'nb_col': 2, 'border_mode': 'valid', 'subsample': [1, 1], 'atrous_rate': [1, 2], 'dim_ordering': 'tf', 'bias': false";

        Run(sketch, KerasSketch.Sequential([1, 3, 1], ("AtrousConvolution2D", Config)), 1, 2, 3).Values.Should().Equal(31);
    }

    [Fact]
    public void Import_Deconvolution_HasTheShapeThatItStates() =>
        Run(Old().Weight("y", "y_W:0", [1, 1, 1, 2], 1, 10), Deconvolution(4), 1, 1, 2).Values.Should().Equal(1, 11, 12, 20);

    [Fact]
    public void Import_DeconvolutionOfAnImpossibleShape_IsRefused() => FluentActions
        .Invoking(() => Import(Old().Weight("y", "y_W:0", [1, 1, 1, 2], 1, 10), Deconvolution(5))).Should().Throw<ModelFormatException>().WithMessage("*output padding is 0×1*");

    [Fact]
    public void Import_BatchNormalization_TakesRunningStdAsTheVariance()
    {
        KerasSketch sketch = Old().Weight("y", "y_gamma:0", [1], 2).Weight("y", "y_beta:0", [1], 1).Weight("y", "y_running_mean:0", [1], 3).Weight("y", "y_running_std:0", [1], 4);

        Run(sketch, KerasSketch.Sequential([1], ("BatchNormalization", "'mode': 0, 'axis': -1, 'epsilon': 0.0")), 5).Values.Should().Equal(3);
    }

    [Fact]
    public void Import_Dense_HasItsBias()
    {
        KerasSketch sketch = Old().Weight("y", "y_W:0", [2, 1], 1, 10).Weight("y", "y_b:0", [1], 0.5f);

        Run(sketch, KerasSketch.Sequential([2], ("Dense", "'output_dim': 1, 'activation': 'relu', 'bias': true")), 1, 2).Values.Should().Equal(21.5);
    }

    [Theory]
    [InlineData("sum", "5 7")]
    [InlineData("mul", "6 12")]
    [InlineData("ave", "2.5 3.5")]
    [InlineData("max", "3 4")]
    [InlineData("concat", "2 3 3 4")]
    public void Import_Merge_JoinsByItsMode(string mode, string expected) =>
        Run(Old(), Joined(mode), 2, 3).Values.Should().Equal(Numbers(expected));

    [Theory]
    [InlineData("dot")]
    [InlineData("cos")]
    public void Import_MergeByAProduct_IsRefused(string mode) => FluentActions
        .Invoking(() => Import(Old(), Joined(mode))).Should().Throw<ModelFormatException>().WithMessage($"*layer 'y' (Merge): joins by the mode '{mode}'; expected one of sum*");

    [Fact]
    public void Import_NormalizationByTheBatchsOwnStatistics_IsRefused() => FluentActions
        .Invoking(() => Import(Old(), KerasSketch.Sequential([1], ("BatchNormalization", "'mode': 2"))))
        .Should().Throw<ModelFormatException>().WithMessage("*has the mode 2; expected 0*");

    [Fact]
    public void Import_PaddingWithoutAnOrder_TakesThatOfTheModel()
    {
        string config = KerasSketch.Sequential([1, 1, 2], ("ZeroPadding2D", "'padding': {'top_pad': 0, 'bottom_pad': 0, 'left_pad': 1, 'right_pad': 2}"), ("MaxPooling2D", "'pool_size': [1, 1], 'strides': [1, 1], 'border_mode': 'valid', 'dim_ordering': 'th'"));

        Run(Old(), config, 3, 4).Values.Should().Equal(0, 3, 4, 0, 0);
    }

    [Fact]
    public void Import_FileWithoutAVersion_IsKnownByItsNames()
    {
        KerasSketch sketch = new KerasSketch { Version = "" }.Weight("y", "y_W", [1, 1, 1, 2], 1, 10);

        ImportedModel model = Import(sketch, KerasSketch.Sequential([1, 1, 3], ("Convolution2D", ChannelsFirst)));

        model.Notes.Should().Contain(note => note.Contains("Theano"));
    }

    private static KerasSketch Old() => new() { Version = "1.2.2" };

    private static string Deconvolution(int width) => KerasSketch.Sequential(
        [1, 1, 3],
        ("Deconvolution2D", $"'nb_filter': 1, 'nb_row': 1, 'nb_col': 2, 'border_mode': 'valid', 'subsample': [1, 1], 'dim_ordering': 'th', 'bias': false, 'output_shape': [null, 1, 1, {width}]"));

    private static string Joined(string mode) =>
        "{'class_name': 'Model', 'config': {'layers': ["
        + "{'class_name': 'InputLayer', 'name': 'x', 'config': {'name': 'x', 'batch_input_shape': [null, 2]}, 'inbound_nodes': []},"
        + "{'class_name': 'Activation', 'name': 'a', 'config': {'name': 'a', 'activation': 'linear'}, 'inbound_nodes': [[['x', 0, 0]]]},"
        + "{'class_name': 'Rescaling', 'name': 'b', 'config': {'name': 'b', 'scale': 1.0, 'offset': 1.0}, 'inbound_nodes': [[['x', 0, 0]]]},"
        + $"{{'class_name': 'Merge', 'name': 'y', 'config': {{'name': 'y', 'mode': '{mode}', 'mode_type': 'raw', 'concat_axis': -1}}, 'inbound_nodes': [[['a', 0, 0], ['b', 0, 0]]]}}"
        + "], 'input_layers': [['x', 0, 0]], 'output_layers': [['y', 0, 0]]}}";

    private static double[] Numbers(string text) => [.. text.Split(' ').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
}
