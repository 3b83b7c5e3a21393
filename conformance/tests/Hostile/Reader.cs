using System.Text;
using Google.Protobuf;
using RefCnn.ConformanceTests.Networks;
using RefCnn.ConformanceTests.Torch7;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.Formats;
using RefCnn.Formats.Caffe.Schema;
using RefCnn.Formats.Neutral;
using RefCnn.Formats.Onnx.Export;
using RefCnn.Pictures;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Hostile;

/// <summary>A reader of files from strangers: valid files to start from, damage that keeps to their structure, and the call that must accept or refuse what comes of it.</summary>
/// <param name="Name">What is damaged.</param>
/// <param name="Extension">The file's extension.</param>
/// <param name="Seeds">Valid files.</param>
/// <param name="Damage">Damages one.</param>
/// <param name="Read">Reads a file; throws where it is refused.</param>
internal sealed record Reader(string Name, string Extension, Lazy<byte[][]> Seeds, Func<byte[], Random, byte[]> Damage, Action<string> Read)
{
    private const string Net = """
        name: "net" input: "data" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }
        layer { name: "conv" type: "Convolution" bottom: "data" top: "conv" convolution_param { num_output: 4 kernel_size: 3 pad: 1 group: 1 stride: 2 } }
        layer { name: "relu" type: "ReLU" bottom: "conv" top: "conv" }
        layer { name: "pool" type: "Pooling" bottom: "conv" top: "pool" pooling_param { pool: MAX kernel_size: 2 stride: 2 } }
        layer { name: "cut" type: "Slice" bottom: "pool" top: "a" top: "b" slice_param { axis: 1 slice_point: 1 } }
        layer { name: "joined" type: "Concat" bottom: "a" bottom: "b" top: "joined" concat_param { axis: 1 } }
        layer { name: "fc" type: "InnerProduct" bottom: "joined" top: "fc" inner_product_param { num_output: 5 } }
        layer { name: "shaped" type: "Reshape" bottom: "fc" top: "shaped" reshape_param { shape { dim: 0 dim: -1 } } }
        layer { name: "prob" type: "Softmax" bottom: "shaped" top: "prob" }
        """;

    private static readonly string Folder = Directory.CreateTempSubdirectory("refcnn-hostile-").FullName;
    private static readonly Lazy<string> Prototxt = new(() => Kept("net.prototxt", Encoding.UTF8.GetBytes(Net)));
    private static readonly Lazy<string> Blobs = new(() => Kept("net.caffemodel", CaffeBlobs().ToByteArray()));
    private static readonly Lazy<Network> Classifier = new(() => ModelFormats.Load(Fixture.PathOf("keras1.h5"), new ImportOptions()).Network);
    private static readonly Lazy<string> Topology = new(() => Saved(RandomNetwork.Of(7), "topology.json", (network, path) => NetworkFile.Save(network, path)));
    private static readonly Lazy<string> Weights = new(() => Path.ChangeExtension(Topology.Value, ".npz"));

    /// <summary>Files that use what Keras leaves out of HDF5, or seldom writes.</summary>
    public static readonly string[] HdfFixtures = ["hdf/latest.h5", "hdf/many-links.h5", "hdf/chunks.h5", "hdf/one-chunk.h5", "hdf/number-types.h5"];

    /// <summary>All readers.</summary>
    public static readonly Reader[] All =
    [
        new("ONNX", ".onnx", Written(".onnx", (network, path) => OnnxExporter.Write(network, path, new OnnxExportOptions())), WireMutation.Of, Load),
        new("Caffe's prototxt", ".prototxt", new(() => [Encoding.UTF8.GetBytes(Net)]), TextMutation.Of, path => ModelFormats.Load(path, new ImportOptions(WeightsPath: Blobs.Value))),
        new("Caffe's blobs", ".caffemodel", new(() => [File.ReadAllBytes(Blobs.Value)]), WireMutation.Of, path => ModelFormats.Load(Prototxt.Value, new ImportOptions(WeightsPath: path))),
        new("Keras, HDF5", ".h5", Fixtures(["keras1.h5", .. HdfFixtures]), Mutation.Of, Load),
        new("Keras, archive", ".keras", Fixtures("keras3.keras"), (bytes, random) => ZipMutation.Of(bytes, random, (name, content, choice) => name.EndsWith("json", StringComparison.Ordinal) ? TextMutation.Of(content, choice) : Mutation.Of(content, choice)), Load),
        new("Torch7, binary", ".t7", Fixtures("style.t7"), Mutation.Of, LoadTorch),
        new("Torch7, ASCII", ".t7", new(() => [TorchSketch.Write(Module(), isAscii: true)]), TextMutation.Of, LoadTorch),
        new("network file", ".json", Written(".json", (network, path) => NetworkFile.Save(network, path)), TextMutation.Of, path => ModelFormats.Load(path, new ImportOptions(WeightsPath: Weights.Value))),
        new("NumPy's .npz", ".npz", new(() => [File.ReadAllBytes(Weights.Value)]), (bytes, random) => ZipMutation.Of(bytes, random, (_, content, choice) => Mutation.Of(content, choice)), path => ModelFormats.Load(Topology.Value, new ImportOptions(WeightsPath: path))),
        new("safetensors", ".safetensors", new(() => [Safetensors()]), Mutation.Of, path => ModelFormats.Load(Topology.Value, new ImportOptions(WeightsPath: path))),
        new("NumPy's .npy", ".npy", Fixtures("style.x.npy", "style.y.npy"), Mutation.Of, path => NpyFile.Read(path)),
        new("Core ML, neural network", ".mlmodel", Written(".mlmodel", (network, path) => CoreMlModel.Write(network, path, new EmitOptions())), WireMutation.Of, path => CoreMlReader.Read(path)),
        new("Core ML, program", ".pb", Program("Data/com.apple.CoreML/model.mlmodel"), WireMutation.Of, path => CoreMlReader.Read(Packaged(path, "Data/com.apple.CoreML/model.mlmodel"))),
        new("Core ML, weight.bin", ".bin", Program("Data/com.apple.CoreML/weights/weight.bin"), Mutation.Of, path => CoreMlReader.Read(Packaged(path, "Data/com.apple.CoreML/weights/weight.bin"))),
        new("Core ML, manifest", ".manifest", Program("Manifest.json"), TextMutation.Of, path => CoreMlReader.Read(Packaged(path, "Manifest.json"))),
        new("PNG", ".png", Pictures(".png"), Mutation.Of, path => Picture.Read(path, 3, new PictureOptions())),
        new("JPEG", ".jpg", Pictures(".jpg"), Mutation.Of, path => Picture.Read(path, 3, new PictureOptions())),
    ];

    static Reader() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    /// <summary>The name as files are named: <c>onnx</c>, <c>caffe-s-blobs</c>.</summary>
    public string FileName => string.Join('-', Name.ToLowerInvariant().Split(' ', ',', '\'', '.').Where(word => word.Length > 0));

    /// <summary>What a refusal may name: the file, or the topology or weights that are read with it.</summary>
    public string[] Places => Extension is ".json" or ".npz" or ".safetensors" ? ["mutant", "topology"] : ["mutant"];

    /// <summary>The reader of a name.</summary>
    public static Reader Of(string name) => Array.Find(All, reader => reader.Name == name)!;

    public override string ToString() => Name;

    private static void Load(string path) => ModelFormats.Load(path, new ImportOptions());

    private static void LoadTorch(string path) => ModelFormats.Load(path, new ImportOptions(new Dictionary<string, Shape> { ["input"] = new(1, 3, 9, 11) }));

    private static string Kept(string name, byte[] content)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static string Saved(Network network, string name, Action<Network, string> write)
    {
        string path = Path.Combine(Folder, name);
        write(network, path);
        return path;
    }

    private static Lazy<byte[][]> Written(string extension, Action<Network, string> write) => new(() =>
        [.. Enumerable.Range(7, extension == ".json" ? 1 : 6).Select(seed => File.ReadAllBytes(Saved(RandomNetwork.Of(seed), $"seed{seed}{extension}", write)))]);

    private static Lazy<byte[][]> Fixtures(params string[] names) => new(() => [.. names.Select(name => File.ReadAllBytes(Fixture.PathOf(name)))]);

    private static Lazy<byte[][]> Program(string part) => new(() =>
        [File.ReadAllBytes(Path.Combine(Saved(Classifier.Value, $"{Path.GetFileName(part)}.mlpackage", (network, path) => CoreMlModel.Write(network, path, new EmitOptions())), part))]);

    // A package beside the mutant, of which one part is the mutant.
    private static string Packaged(string mutant, string part)
    {
        string package = Path.ChangeExtension(mutant, ".mlpackage");
        if (!Directory.Exists(package)) CoreMlModel.Write(Classifier.Value, package, new EmitOptions());
        string place = Path.Combine(package, part);
        File.Copy(mutant, place, overwrite: true);
        return package;
    }

    private static Lazy<byte[][]> Pictures(string extension) => new(() =>
    {
        string path = Path.Combine(Folder, $"picture{extension}");
        Picture.Write(path, SeededTensor.Integers("picture", new Shape(1, 3, 9, 13), 255, 0), new PictureOptions());
        return [File.ReadAllBytes(path)];
    });

    private static StoredNet CaffeBlobs()
    {
        StoredLayer Layer(string name, int[][] shapes) => new()
        {
            Name = name,
            Blobs = { shapes.Select(shape => new StoredBlob { Shape = new StoredShape { Dim = { shape.Select(extent => (long)extent) } }, Data = { new float[shape.Aggregate(1, (count, extent) => count * extent)] } }) },
        };
        return new StoredNet { Layer = { Layer("conv", [[4, 3, 3, 3], [4]]), Layer("fc", [[5, 16], [5]]) } };
    }

    private static byte[] Safetensors()
    {
        string path = Saved(RandomNetwork.Of(7), "weights.json", (network, file) => NetworkFile.Save(network, file, WeightsFormat.Safetensors));
        return File.ReadAllBytes(Path.ChangeExtension(path, ".safetensors"));
    }

    private static TorchSketch.Module Module() => TorchSketch.Module.Containing(
        "Sequential",
        TorchSketch.Module.Of("SpatialConvolution", "nInputPlane", 3, "nOutputPlane", 2, "kW", 3, "kH", 3, "dW", 1, "dH", 1, "padW", 0, "padH", 0, "weight", new TorchSketch.Floats([2, 3, 3, 3], new float[54]), "bias", new TorchSketch.Floats([2], 1, 2)),
        TorchSketch.Module.Containing("ConcatTable", TorchSketch.Module.Of("ReLU"), TorchSketch.Module.Of("Tanh")),
        TorchSketch.Module.Of("CAddTable"),
        TorchSketch.Module.Of("View", "size", new long[] { -1 }, "numElements", 126));
}
