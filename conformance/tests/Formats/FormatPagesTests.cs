using RefCnn.Core.Layers;
using RefCnn.CoreML.Reading;
using RefCnn.Formats;
using RefCnn.Formats.Caffe;
using RefCnn.Formats.Onnx.Operators;
using RefCnn.Formats.Torch7;

namespace RefCnn.ConformanceTests.Formats;

/// <summary>The pages of formats list in the first column of a table what the importers read, and in the second the layers that it becomes.</summary>
public class FormatPagesTests
{
    [Fact]
    public void Onnx_ListsTheOperatorsOfTheImporter() => Listed("onnx", "ONNX").Should().BeEquivalentTo(OperatorTable.Types);

    [Fact]
    public void Caffe_ListsTheLayersOfTheImporter() => Listed("caffe", "Caffe").Should().BeEquivalentTo(CaffeInputs.Types.Concat(RefCnn.Formats.Caffe.Layers.LayerTable.Types));

    [Fact]
    public void Keras_ListsTheLayersOfTheImporter() => Listed("keras", "Keras").Should().BeEquivalentTo(RefCnn.Formats.Keras.Layers.LayerTable.Types);

    [Fact]
    public void Torch7_ListsTheModulesOfTheImporter() => Listed("torch7", "Torch7").Should().BeEquivalentTo(TorchModule.Types);

    [Fact]
    public void CoreMl_ListsTheLayersAndOperationsOfTheReader()
    {
        Listed("coreml", "layer (`NeuralNetwork.proto`)").Should().BeEquivalentTo(RefCnn.CoreML.Reading.LayerTable.Types);
        Listed("coreml", "operation (MIL)").Should().BeEquivalentTo(OperationTable.Types);
    }

    [Fact]
    public void Formats_ListsEveryFormatWithItsExtensions()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "formats.md"));

        ModelFormats.Extensions.Concat(RefCnn.Cli.Conversions.ModelWriter.Extensions).Should().OnlyContain(extension => page.Contains($"`{extension}`"));
    }

    [Fact]
    public void Formats_ListsEveryLayerOnceByHowItIsWritten() =>
        Rows(File.ReadAllLines(Path.Combine(Repository.Root, "docs", "formats.md")), "layer").Should().Equal(LayerKinds.All.Select(kind => kind.Name).Order(StringComparer.Ordinal));

    private static List<string> Listed(string page, string heading) => Rows(File.ReadAllLines(Path.Combine(Repository.Root, "docs", "formats", page + ".md")), heading);

    private static List<string> Rows(string[] lines, string heading) =>
    [
        .. lines.SkipWhile(line => !line.StartsWith($"| {heading} | ", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .SelectMany(line => line.Split('|')[1].Split(',', StringSplitOptions.TrimEntries)),
    ];
}
