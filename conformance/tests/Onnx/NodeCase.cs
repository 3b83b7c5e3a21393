using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Formats.Onnx;
using RefCnn.Formats.Onnx.Constants;
using RefCnn.Formats.Onnx.Schema;
using RefCnn.Reference;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Onnx;

/// <summary>One of ONNX's own node tests: a model, its inputs, and the outputs that ONNX expects.</summary>
/// <param name="Path">The folder, below the list's own.</param>
/// <param name="Variant">Whether all inputs but the first are made initialisers, as exporters write weights.</param>
/// <param name="Group">core, or core5d where a tensor has a higher rank than 4.</param>
internal sealed record NodeCase(string Path, bool Variant, string Group = "")
{
    // Inputs and outputs of this case were published with four decimals: the mean of nine taps, four of them not zero, may then be off by
    // half a unit of the last place for itself and 4/9 of one for its inputs. ONNX Runtime and PyTorch differ from it likewise.
    private const string RoundedCase = "node/opset22/test_averagepool_2d_ceil_last_window_starts_on_pad";
    private const double PublishedRounding = 5e-5 * (1 + (4.0 / 9));

    private static readonly string[] Refused = ["AvgPool3d", "averagepool_3d", "Conv3d"];

    /// <summary>Whether a window has three spatial axes, which no layer has.</summary>
    public bool HasVolumeWindow => Refused.Any(part => Path.Contains(part, StringComparison.Ordinal));

    private string Folder => SharedData.PathOf(["onnx-node", .. Path.Split('/')]);

    /// <summary>
    /// Every case of the list. Those for which it names a second model, with constants in place of inputs, are cases twice: the second
    /// models are not among the data, so they are made of the first.
    /// </summary>
    public static List<NodeCase> ReadAll()
    {
        string[] lines = File.ReadAllLines(SharedData.PathOf("onnx-node", "list.tsv"));
        string[] header = lines[0].Split('\t');
        int variant = Array.IndexOf(header, "const"), group = Array.IndexOf(header, "core");
        var cases = new List<NodeCase>();
        foreach (string[] row in lines.Skip(1).Select(line => line.Split('\t')))
        {
            cases.Add(new NodeCase(row[0], false, row[group]));
            if (row[variant].Length > 0) cases.Add(new NodeCase(row[0], true, row[group]));
        }

        return cases;
    }

    /// <summary>Imports the model, whose inputs are given as a user would give them.</summary>
    public ImportedModel Import()
    {
        string path = System.IO.Path.Combine(Folder, "model.onnx");
        Dictionary<string, NpyArray> inputs = Inputs();
        if (!Variant) return ModelFormats.Load(path, new ImportOptions(InputValues: inputs));

        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        string[] names = InputNames(model.Graph);
        for (int index = 1; index < names.Length; index++)
        {
            TensorProto initializer = Tensor($"input_{index}.pb");
            initializer.Name = names[index];
            model.Graph.Initializer.Add(initializer);
            model.Graph.Input.Remove(model.Graph.Input.Single(input => input.Name == names[index]));
        }

        return OnnxImporter.Import(model, path, new ImportOptions(InputValues: new Dictionary<string, NpyArray> { [names[0]] = inputs[names[0]] }));
    }

    /// <summary>Imports, runs, and compares every output.</summary>
    public void Check()
    {
        Network network = Import().Network;
        Dictionary<string, NpyArray> given = Inputs();
        using ICompiledNetwork compiled = new ReferenceBackend().Compile(network, new CompileOptions());
        RunResult result = compiled.Run(network.Inputs.Select(index => network.Nodes[index].Name).ToDictionary(name => name, name => given[name].ToSingle()));
        for (int output = 0; output < network.Outputs.Length; output++)
        {
            Tensor<double> expected = Read($"output_{output}.pb").ToDouble();
            string name = network.Outputs[output].Name;
            Closeness.Check(result.Outputs[name], expected, name, Path == RoundedCase ? PublishedRounding : 0);
        }
    }

    // The K-th file belongs to the K-th input that has no initialiser.
    private Dictionary<string, NpyArray> Inputs()
    {
        GraphProto graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(System.IO.Path.Combine(Folder, "model.onnx"))).Graph;
        return InputNames(graph).Select((name, index) => (name, index)).ToDictionary(input => input.name, input => Read($"input_{input.index}.pb"));
    }

    private static string[] InputNames(GraphProto graph)
    {
        HashSet<string> initializers = [.. graph.Initializer.Select(tensor => tensor.Name)];
        return [.. graph.Input.Select(input => input.Name).Where(name => !initializers.Contains(name))];
    }

    private NpyArray Read(string name)
    {
        ConstantValue value = new OnnxTensor(null).Decode(Tensor(name));
        return value.IsIntegral ? NpyArray.OfInt64(value.Shape, value.ToInt64()) : NpyArray.Of(value.ToSingle());
    }

    private TensorProto Tensor(string name) =>
        TensorProto.Parser.ParseFrom(File.ReadAllBytes(System.IO.Path.Combine(Folder, "test_data_set_0", name)));
}
