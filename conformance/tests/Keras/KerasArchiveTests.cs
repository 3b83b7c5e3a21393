using System.IO.Compression;
using System.Text;
using PureHDF;
using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Keras;

public class KerasArchiveTests : TemporaryFolder
{
    [Theory]
    [InlineData("layers")]
    [InlineData("_layer_checkpoint_dependencies")]
    public void Load_Archive_FindsWeightsByClassNumberAndPosition(string root)
    {
        const string Config = """
            {"class_name": "Sequential", "config": {"name": "m", "layers": [
              {"class_name": "InputLayer", "config": {"name": "x", "batch_shape": [null, 2]}},
              {"class_name": "Dense", "config": {"name": "first", "use_bias": false}},
              {"class_name": "BatchNormalization", "config": {"name": "norm", "axis": -1, "scale": false, "epsilon": 0.0}},
              {"class_name": "Sequential", "config": {"name": "inner", "layers": [{"class_name": "PReLU", "config": {"name": "slopes"}}]}},
              {"class_name": "Dense", "config": {"name": "second"}}]}}
            """;
        var weights = new H5File
        {
            [root] = new H5Group
            {
                ["dense"] = Variables([Of([2, 2], 1, 2, 3, 4)]),
                ["batch_normalization"] = Variables([Of([2], 5, 6), Of([2], 7, 8), Of([2], 9, 16)]),
                ["sequential"] = new H5Group { [root] = new H5Group { ["p_re_lu"] = Variables([Of([2], 0.5f, 0.25f)]) } },
                ["dense_1"] = Variables([Of([2, 1], 1, 1), Of([1], 10)]),
            },
        };

        Network network = ModelFormats.Load(Save(weights, Config), new ImportOptions()).Network;

        ((Dense)network.Nodes[network.IndexOf("first")].Layer).Weight.Values.Should().Equal(1, 3, 2, 4);
        var norm = (BatchNorm)network.Nodes[network.IndexOf("norm")].Layer;
        (norm.Scale, norm.Shift![0], norm.Mean[0], norm.Variance[0]).Should().Be((null, 5, 7, 9));
        ((PRelu)network.Nodes[network.IndexOf("slopes")].Layer).Slope.Values.Should().Equal(0.5f, 0.25f);
        ((Dense)network.Nodes[network.IndexOf("second")].Layer).Bias!.Values.Should().Equal(10);
    }

    [Fact]
    public void Load_Archive_NamesWeightsByTheirLayersClass()
    {
        const string Config = """
            {"class_name": "Sequential", "config": {"name": "m", "layers": [
              {"class_name": "InputLayer", "config": {"name": "x", "batch_shape": [null, 1, 1, 2]}},
              {"class_name": "SeparableConv2D", "config": {"name": "separable"}},
              {"class_name": "LayerNormalization", "config": {"name": "layer_norm", "epsilon": 0.0, "center": false}},
              {"class_name": "Normalization", "config": {"name": "statistics"}}]}}
            """;
        var weights = new H5File
        {
            ["layers"] = new H5Group
            {
                ["separable_conv2d"] = Variables([Of([1, 1, 2, 1], 2, 3), Of([1, 1, 2, 2], 1, 10, 10, 1), Of([2], 5, 6)]),
                ["layer_normalization"] = Variables([Of([2], 2, 4)]),
                ["normalization"] = Variables([Of([2], 1, 2), Of([2], 4, 16)]),
            },
        };

        Network network = ModelFormats.Load(Save(weights, Config), new ImportOptions()).Network;

        // Channels 1 and 10: 2 and 30, mixed to 307 and 56; normalised to 1 and −1, scaled to 2 and −4.
        using ICompiledNetwork compiled = new ReferenceBackend().Compile(network, new CompileOptions());
        compiled.Run(new Dictionary<string, Tensor<float>> { ["x"] = new(network.Shapes[0], [1, 10]) }).Outputs.Values.Single().ToDouble().Values.Should().Equal(0.5, -1.5);
    }

    [Fact]
    public void Load_ArchiveUnderAnotherName_IsKnownByItsFirstEntry()
    {
        using (ZipArchive archive = ZipFile.Open(FileAt("m.bin"), ZipArchiveMode.Create)) archive.CreateEntry("metadata.json");

        FluentActions.Invoking(() => ModelFormats.Load(FileAt("m.bin"), new ImportOptions())).Should().Throw<ModelFormatException>().WithMessage("*m.bin: has no entry 'config.json'; expected a .keras archive");
    }

    [Fact]
    public void Load_ArchiveWithoutConfiguration_IsRefused()
    {
        using (ZipArchive archive = ZipFile.Open(FileAt("m.keras"), ZipArchiveMode.Create)) archive.CreateEntry("other.txt");

        FluentActions.Invoking(() => ModelFormats.Load(FileAt("m.keras"), new ImportOptions())).Should().Throw<ModelFormatException>().WithMessage("*m.keras: has no entry 'config.json'; expected a .keras archive");
    }

    [Fact]
    public void Load_DamagedArchive_IsRefused()
    {
        File.WriteAllText(FileAt("m.keras"), "PK and nothing more");

        FluentActions.Invoking(() => ModelFormats.Load(FileAt("m.keras"), new ImportOptions())).Should().Throw<ModelFormatException>().WithMessage("*m.keras: is not a .keras archive that can be read*");
    }

    private static H5Dataset Of(ulong[] extents, params float[] values) => new(values, fileDims: extents);

    private static H5Group Variables(H5Dataset[] values)
    {
        var group = new H5Group();
        for (int i = 0; i < values.Length; i++) group[$"{i}"] = values[i];
        return new H5Group { ["vars"] = group };
    }

    private string Save(H5File weights, string config)
    {
        weights.Write(FileAt("w.h5"));
        using ZipArchive archive = ZipFile.Open(FileAt("m.keras"), ZipArchiveMode.Create);
        archive.CreateEntryFromFile(FileAt("w.h5"), "model.weights.h5");
        Write(archive, "config.json", config);
        Write(archive, "metadata.json", "{\"keras_version\": \"3.3.3\"}");
        return FileAt("m.keras");
    }

    private static void Write(ZipArchive archive, string name, string text)
    {
        using Stream stream = archive.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
