using System.Text.RegularExpressions;
using RefCnn.Accelerate;
using RefCnn.Applications;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML;
using RefCnn.Formats;
using RefCnn.Formats.CSource.Native;
using RefCnn.Peers.OnnxRuntime;
using RefCnn.Reference;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Applications;

/// <summary>
/// Every stored pair of input and output of the trained samples, on every engine: <c>samples/pairs</c>, which the oracle computed in float64, and, where the data
/// set is on the machine, the larger ones that PyTorch computed from the networks as they were trained.
/// </summary>
public partial class SamplePairTests
{
    private static readonly IBackend[] Engines =
    [
        new ReferenceBackend(),
        new AccelerateBackend(),
        new OnnxRuntimeBackend(),
        new CSourceBackend(),
        new PortableCoreMlBackend(new AccelerateBackend(), CoreMlFormat.NeuralNetwork, CoreMlPrecision.Float32, layerEngine: new ReferenceBackend()),
        new PortableCoreMlBackend(new AccelerateBackend(), CoreMlFormat.Program, CoreMlPrecision.Float32, layerEngine: new ReferenceBackend()),
    ];

    // What the data set calls them, by the samples' names.
    private static readonly Dictionary<string, string> Trained = new()
    {
        ["style-full"] = "style_full_320x240",
        ["style-mobile"] = "style_mobile_320x240",
        ["text-eraser"] = "text_eraser",
        ["metal-to-fabric"] = "metal_to_fabric",
        ["fabric-to-metal"] = "fabric_to_metal",
        ["dish-detector"] = "dish_detector",
        ["dish-calories"] = "dish_crop",
    };

    public static TheoryData<string, string> OwnPairs => Each(Samples.All.Select(sample => sample.Name), Available);

    // The reference takes its time over whole pictures: it has the small pairs.
    public static TheoryData<string, string> TrainedPairs => Each(Trained.Keys, Available.Where(engine => engine is not ReferenceBackend));

    private static IEnumerable<IBackend> Available => Engines.Where(engine => engine.UnavailableReason is null);

    [Theory]
    [MemberData(nameof(OwnPairs))]
    public void Run_OwnPair_Agrees(string sample, string engine)
    {
        string folder = SampleFiles.PathOf("pairs", sample);
        Dictionary<string, Tensor<float>> inputs = Directory.GetFiles(folder, "in.*.npy").ToDictionary(file => Path.GetFileName(file).Split('.')[1], file => NpyFile.Read(file).ToSingle());
        Network network = NetworkOf(sample);
        Shape picture = inputs[network.Nodes[network.Inputs[0]].Name].Shape;

        using ICompiledNetwork compiled = Engines.Single(known => known.Name == engine).Compile(
            ResizedNetwork.Of(network, network.Inputs[0], new Size2D(picture.Height, picture.Width)), new CompileOptions());
        RunResult result = compiled.Run(inputs);

        string[] outputs = Directory.GetFiles(folder, "out.*.npy");
        outputs.Should().HaveCount(network.Outputs.Length);
        foreach (string file in outputs) Closeness.Check(result.Outputs[Path.GetFileName(file).Split('.')[1]], NpyFile.Read(file).ToDouble(), Path.GetFileName(file));
    }

    [SharedDataTheory]
    [MemberData(nameof(TrainedPairs))]
    public void Run_PairOfTheTrainedNetwork_Agrees(string sample, string engine)
    {
        string trained = Trained[sample];
        string folder = SharedData.PathOf("trained", "pairs");
        Network network = NetworkOf(sample);
        var inputs = network.Inputs.ToDictionary(node => network.Nodes[node].Name, node => NpyFile.Read(InputFile(folder, trained, network.Nodes[node].Name)).ToSingle());

        using ICompiledNetwork compiled = Engines.Single(known => known.Name == engine).Compile(network, new CompileOptions());
        RunResult result = compiled.Run(inputs);

        foreach (string file in Directory.GetFiles(folder, $"{trained}.*.float64.npy"))
        {
            string stored = Path.GetFileName(file).Split('.')[^3];
            Tensor<double> expected = NpyFile.Read(file).ToDouble();
            if (sample == "dish-calories" && stored == "calories") expected = expected.Map(thousands => thousands * 1000);
            Closeness.Check(result.Outputs[stored == "map" ? "detections" : stored], expected, Path.GetFileName(file));
        }
    }

    [Fact]
    public void Weights_OfEverySample_AreHalfPrecision()
    {
        foreach (Sample sample in Samples.All)
        {
            using var archive = NpzArchive.Open(SampleFiles.PathOf("models", sample.Name, "weights.npz"));
            archive.Names.Should().OnlyContain(name => archive.Read(name).Element == NpyElement.Float16);
        }
    }

    private static TheoryData<string, string> Each(IEnumerable<string> samples, IEnumerable<IBackend> engines)
    {
        var data = new TheoryData<string, string>();
        foreach ((string sample, IBackend engine) in from sample in samples from engine in engines select (sample, engine)) data.Add(sample, engine.Name);
        return data;
    }

    private static Network NetworkOf(string sample) => ModelFormats.Load(SampleFiles.PathOf("models", sample, "network.json"), new ImportOptions()).Network;

    // The detector's and the estimator's pictures are called otherwise there.
    private static string InputFile(string folder, string trained, string input) =>
        Directory.GetFiles(folder, $"{trained}.*.npy").Single(file => StoredInput().Match(Path.GetFileName(file)[trained.Length..]) is { Success: true } match
            && (match.Groups[1].Value == input || input == "image"));

    [GeneratedRegex(@"^\.(picture|style|crop)\.npy$")]
    private static partial Regex StoredInput();
}
