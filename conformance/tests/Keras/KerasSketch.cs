using System.Text.Json;
using PureHDF;
using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Formats.Keras;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Keras;

/// <summary>A small model in the making, saved as Keras saves it.</summary>
internal sealed class KerasSketch
{
    private readonly H5Group weights = [];
    private readonly Dictionary<string, List<string>> names = [];

    public string Version { get; init; } = "2.4.0";

    /// <summary>Adds a weight to the group of a layer of the model. A path of several parts names a layer of a nested model.</summary>
    public KerasSketch Weight(string layer, string path, int[] extents, params float[] values)
    {
        if (!weights.TryGetValue(layer, out object? found)) weights[layer] = found = new H5Group();
        var group = (H5Group)found;
        string[] parts = path.Split('/');
        foreach (string part in parts[..^1])
        {
            if (!group.TryGetValue(part, out object? inner)) group[part] = inner = new H5Group();
            group = (H5Group)inner;
        }

        group[parts[^1]] = new H5Dataset(values, fileDims: [.. extents.Select(extent => (ulong)extent)]);
        if (!names.TryGetValue(layer, out List<string>? list)) names[layer] = list = [];
        list.Add(path);
        return this;
    }

    /// <summary>Writes the model.</summary>
    public void Save(string path, string config)
    {
        foreach ((string layer, List<string> list) in names) ((H5Group)weights[layer]).Attributes["weight_names"] = list.ToArray();
        var file = new H5File { ["model_weights"] = weights };
        file.Attributes["model_config"] = config.Replace('\'', '"');
        if (Version.Length > 0) file.Attributes["keras_version"] = Version;
        file.Write(path);
    }

    /// <summary>A sequential model of the given layers, each a class and its configuration.</summary>
    public static string Sequential(int[] input, params (string Type, string Config)[] layers) => JsonSerializer.Serialize(new
    {
        class_name = "Sequential",
        config = new
        {
            name = "sequential",
            layers = layers.Select((layer, i) => new { class_name = layer.Type, config = Config(layer.Config, i == 0 ? input : null, layers.Length == 1 ? "y" : $"layer{i}") }),
        },
    });

    private static Dictionary<string, JsonElement> Config(string config, int[]? input, string name)
    {
        var members = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>($"{{{config.Replace('\'', '"')}}}")!;
        members["name"] = JsonSerializer.SerializeToElement(name);
        if (input is not null) members["batch_input_shape"] = JsonSerializer.SerializeToElement(new int?[] { null }.Concat(input.Select(extent => (int?)extent)));
        return members;
    }
}

/// <summary>Tests that save models in a folder of their own.</summary>
public abstract class KerasTest : TemporaryFolder
{
    private protected ImportedModel Import(KerasSketch sketch, string config)
    {
        sketch.Save(FileAt("m.h5"), config);
        return KerasImporter.Load(FileAt("m.h5"), new ImportOptions());
    }

    private protected Tensor<double> Run(KerasSketch sketch, string config, params float[] input)
    {
        Network network = Import(sketch, config).Network;
        using ICompiledNetwork compiled = new ReferenceBackend().Compile(network, new CompileOptions());
        RunResult result = compiled.Run(network.Inputs.ToDictionary(index => network.Nodes[index].Name, index => new Tensor<float>(network.Shapes[index], input)));
        return result.Outputs[network.Outputs.Should().ContainSingle().Which.Name].ToDouble();
    }
}
