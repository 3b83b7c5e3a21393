using RefCnn.Conformance;
using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats;
using RefCnn.Formats.Neutral;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Neutral;

public sealed class NetworkFileTests : TemporaryFolder
{
    private const string Waifu = "waifu2x-chainer-vgg7";

    private static readonly LayerJson Literal = new(new VectorTensorStore("round/trip"));

    public static TheoryData<string> Kinds => [.. LayerKinds.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SaveAndLoad_EveryVectorOfAKind_GivesTheSameNetwork(string kind)
    {
        IEnumerable<VectorCase> cases = VectorSet.Load(VectorFiles.FindDirectory()).Cases.Where(vector => vector.Kind == kind && vector.Expected is Expectation.Valid);
        foreach (VectorCase vector in cases)
        {
            Network network = NetworkOf(vector);
            NetworkFile.Save(network, FileAt("network.json"));

            Network loaded = NetworkFile.Load(FileAt("network.json"), new ImportOptions());

            Describe(loaded).Should().Be(Describe(network), vector.Id);
            loaded.Shapes.Should().Equal(network.Shapes);
        }
    }

    [Fact]
    public void SaveAndLoad_UnusualBits_AreKept()
    {
        uint[] bits = [0x7FC00123, 0x80000000, 0xFF800000, 1];
        var builder = new NetworkBuilder("bits \"quoted\"");
        builder.Output("y", builder.Add("a/b:0", new Constant(new Tensor<float>(new Shape(4), [.. bits.Select(BitConverter.UInt32BitsToSingle)]))));
        NetworkFile.Save(builder.Build(), FileAt("network.json"));

        Network loaded = NetworkFile.Load(FileAt("network.json"), new ImportOptions());

        loaded.Name.Should().Be("bits \"quoted\"");
        ((Constant)loaded.Nodes[0].Layer).Value.Values.Select(BitConverter.SingleToUInt32Bits).Should().Equal(bits);
    }

    [Fact]
    public void Save_SharedTensor_IsStoredOnce()
    {
        var weight = new Tensor<float>(new Shape(2, 2), [1, 2, 3, 4]);
        var builder = new NetworkBuilder("siamese");
        int first = builder.Add("first", new Dense(weight), builder.Input("x", new Shape(1, 2)));
        builder.Output("y", builder.Add("second", new Dense(weight), first));

        NetworkFile.Save(builder.Build(), FileAt("twice.json"));

        using var archive = NpzArchive.Open(FileAt("twice.npz"));
        archive.Names.Should().Equal("first/weight");
        Network loaded = NetworkFile.Load(FileAt("twice.json"), new ImportOptions());
        ((Dense)loaded.Nodes[2].Layer).Weight.Should().BeSameAs(((Dense)loaded.Nodes[1].Layer).Weight);
    }

    [Fact]
    public void Save_Twice_WritesTheSameBytes()
    {
        Network network = NetworkOf(VectorSet.Load(VectorFiles.FindDirectory()).Cases.First(vector => vector.Kind == "conv2d" && vector.Expected is Expectation.Valid));
        NetworkFile.Save(network, FileAt("a.json"));
        NetworkFile.Save(network, FileAt("b.json"));

        File.ReadAllBytes(FileAt("b.npz")).Should().Equal(File.ReadAllBytes(FileAt("a.npz")));
    }

    [Fact]
    public void Load_InputShapeGiven_ReplacesTheFiles()
    {
        string path = Write("""{"name": "x", "layer": {"kind": "input", "shape": [1, 2]}}, {"name": "y", "inputs": ["x"], "layer": {"kind": "relu"}}""");

        NetworkFile.Load(path, new ImportOptions(new Dictionary<string, Shape> { ["x"] = new(5, 7) })).Shapes[1].Should().Be(new Shape(5, 7));
    }

    [Theory]
    [InlineData("{\"name\": \"y\", \"inputs\": [\"z\"], \"layer\": {\"kind\": \"relu\"}}", "node 'y': reads 'z'; expected an earlier node")]
    [InlineData("{\"name\": \"y\", \"layer\": {\"kind\": \"relu9\"}}", "node 'y': unknown layer kind 'relu9'")]
    [InlineData("{\"name\": \"y\", \"layer\": {\"kind\": \"relu\"}, \"size\": 3}", "is not a network file: *size is an unknown member")]
    [InlineData("{\"name\": \"y\", \"layer\": {\"kind\": \"constant\", \"value\": \"w\"}}", "node 'y': reads the array 'w', and no file of weights is named*--weights*")]
    [InlineData("{\"name\": \"y\", \"layer\": {\"kind\": \"relu\"}}", "node 'y' (#0, relu): has 0 inputs; expected 1 *relu C0*")]
    [InlineData("{\"name\": \"y\", \"layer\": {\"kind\": \"input\", \"shape\": [1]}}, {\"name\": \"y\", \"layer\": {\"kind\": \"input\", \"shape\": [1]}}", "node 'y': has a name that an earlier node has*")]
    public void Load_WrongNode_IsRefusedInOneLine(string nodes, string reason)
    {
        string path = Write(nodes);

        string message = FluentActions.Invoking(() => NetworkFile.Load(path, new ImportOptions())).Should().Throw<ModelFormatException>().WithMessage($"{path}: {reason}*").Which.Message;

        message.Should().NotContain("\n");
    }

    [Theory]
    [InlineData("../weights.npz")]
    [InlineData("/etc/weights.npz")]
    [InlineData("c:weights.npz")]
    [InlineData("..")]
    public void Load_WeightsOutsideTheFolder_AreRefused(string weights)
    {
        string path = Write("""{"name": "y", "layer": {"kind": "constant", "value": "w"}}""", $"\"weights\": \"{weights}\", ");

        FluentActions.Invoking(() => NetworkFile.Load(path, new ImportOptions())).Should().Throw<ModelFormatException>().WithMessage("*expected the name of a file in the same folder");
    }

    [Theory]
    [InlineData("[]", "is not a network file: it is no JSON object with a member 'format'")]
    [InlineData("{\"hello\": 1}", "is not a network file: it is no JSON object with a member 'format'")]
    [InlineData("{\"format\": \"refcnn-network\", \"version\": 9}", "is of version 9; expected 1")]
    [InlineData("{\"format\": \"refcnn-network\", \"version\": 1, \"name\": \"n\", \"outputs\": []}", "is not a network file: $ lacks 'nodes'")]
    [InlineData("{\"format\": \"refcnn-network\", \"version\": 1, \"name\": \"n\", \"nodes\": [], \"outputs\": [], \"hello\": 1}", "is not a network file: $.hello is an unknown member")]
    [InlineData("{\"format\": \"refcnn-network\", \"version\": 1, \"name\": 5, \"nodes\": [], \"outputs\": []}", "is not a network file: $.name has a value of another type")]
    [InlineData("{\"format\": \"other\", \"version\": 1, \"name\": \"n\", \"nodes\": [], \"outputs\": []}", "says its format is 'other'; expected 'refcnn-network'")]
    [InlineData("{\"format\": \"refcnn-network\", \"version\": 2, \"name\": \"n\", \"nodes\": [], \"outputs\": []}", "is of version 2; expected 1")]
    [InlineData("{\"format\": \"refcnn-network\", \"version\": 1, \"name\": \"n\", \"nodes\": [], \"outputs\": []}", "network 'n' has no outputs")]
    public void Load_OtherText_IsRefused(string text, string reason)
    {
        File.WriteAllText(FileAt("n.json"), text);

        FluentActions.Invoking(() => NetworkFile.Load(FileAt("n.json"), new ImportOptions())).Should().Throw<ModelFormatException>().WithMessage($"*n.json: {reason}*");
    }

    [Theory]
    [InlineData("model.npz", "*holds weights only; give a network.json*")]
    [InlineData("model.pth", "*is a pickle, which could run code*")]
    [InlineData("model.txt", "*is in no known format; supported are ONNX (.onnx), *network file (.json)*")]
    public void Load_OtherFile_SaysWhatToDo(string name, string reason)
    {
        File.WriteAllText(FileAt(name), "?");

        FluentActions.Invoking(() => ModelFormats.Load(FileAt(name), new ImportOptions())).Should().Throw<ModelFormatException>().WithMessage(reason);
    }

    [Theory]
    [InlineData("saved_model.pb", "*is a SavedModel, which holds a graph of TensorFlow; save the model with model.save*")]
    [InlineData("other.pb", "*is a folder; expected a model's file")]
    public void Load_Folder_SaysWhatToDo(string file, string reason)
    {
        File.WriteAllText(FileAt(file), "?");

        FluentActions.Invoking(() => ModelFormats.Load(Path.GetDirectoryName(FileAt(file))!, new ImportOptions())).Should().Throw<ModelFormatException>().WithMessage(reason);
    }

    [SharedDataFact]
    public void Load_WeightsOfChainer_ComputesTheStoredPicture()
    {
        string weights = SharedData.PathOf(Waifu, "anime_style_scale_rgb.npz");
        Network network = NetworkFile.Load(Path.Combine(Repository.Root, "conformance", "models", "waifu2x-vgg7.json"), new ImportOptions(WeightsPath: weights));

        SharedModelCheck.Check(network, Waifu, "anime_style_scale_rgb.x.npy", "anime_style_scale_rgb.y.npy");
    }

    private static Network NetworkOf(VectorCase vector)
    {
        var builder = new NetworkBuilder(vector.Id);
        int[] inputs = [.. vector.Inputs.Select((input, i) => builder.Input($"x{i}", input.Shape))];
        builder.Output("y", builder.Add("layer/π", vector.Layer, inputs));
        return builder.Build();
    }

    private static string Describe(Network network) => string.Join(
        '\n',
        [
            network.Name,
            .. network.Nodes.Select(node => $"{node.Name} [{string.Join(',', node.Inputs)}] {Literal.Write(node.Layer).GetRawText()}"),
            .. network.Outputs.Select(output => $"{output}"),
        ]);

    private string Write(string nodes, string weights = "")
    {
        File.WriteAllText(FileAt("n.json"), $$"""{"format": "refcnn-network", "version": 1, "name": "n", {{weights}}"nodes": [{{nodes}}], "outputs": [{"name": "o", "node": "y"}]}""");
        return FileAt("n.json");
    }
}
