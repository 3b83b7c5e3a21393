using System.Collections.Immutable;
using System.Text.Json;
using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Conformance.Recorded;
using RefCnn.Core;
using RefCnn.Formats.Onnx.Export;
using RefCnn.Networks;
using RefCnn.Serialization;

namespace RefCnn.Cli.Exchange;

/// <summary>
/// Writes cases as ONNX models with their inputs: <c>models/&lt;case&gt;/model.onnx</c>, a <c>&lt;name&gt;.npy</c> for each input, and <c>manifest.json</c>. The vectors are copied
/// beside them, so that the folder is one of vectors too and can be judged by itself.
/// </summary>
/// <param name="vectors">The directory of the vectors.</param>
/// <param name="folder">Where to; a new or empty folder.</param>
internal sealed class VectorExport(string vectors, string folder)
{
    private readonly ImmutableArray<ExportedCase>.Builder cases = ImmutableArray.CreateBuilder<ExportedCase>();
    private readonly ImmutableArray<OmittedCase>.Builder leftOut = ImmutableArray.CreateBuilder<OmittedCase>();

    /// <summary>Refuses a folder in which cases of an earlier export could be left.</summary>
    /// <exception cref="RefCnnException">The folder is not empty.</exception>
    public void DemandEmpty()
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new RefCnnException($"{folder}: is not empty; name a new folder");
    }

    /// <summary>Writes a layer vector.</summary>
    /// <param name="file">Its file.</param>
    public void Add(string file)
    {
        VectorCase vector = VectorReader.Read(file);
        if (vector.Expected is Expectation.Invalid invalid)
        {
            leftOut.Add(new OmittedCase(vector.Id, $"is to be refused by {invalid.Rule}, before there is a model"));
            return;
        }

        Network network = LayerVerifier.NetworkOf(vector);
        var inputs = network.Inputs.Select((node, i) => (network.Nodes[node].Name, vector.Inputs[i])).ToDictionary();
        if (Write(vector.Id, network, inputs)) Copy([file, Path.ChangeExtension(file, ".npy")]);
    }

    /// <summary>Writes a network of the zoo.</summary>
    /// <param name="zoo">The network.</param>
    public void Add(ZooNetwork zoo)
    {
        Network network = zoo.Build();
        if (Write(RecordedBackend.FolderOf(zoo.Name), network, SeededInputs.Of(network))) Copy(Directory.GetFiles(NetworkVectorFiles.DirectoryOf(vectors, zoo.Name)));
    }

    /// <summary>Writes the manifest, last: a folder without one is not whole.</summary>
    public Manifest Finish()
    {
        var manifest = new Manifest(cases.DrainToImmutable(), leftOut.DrainToImmutable());
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, "manifest.json"), stream => JsonSerializer.Serialize(stream, manifest, ManifestJson.Default.Manifest));
        return manifest;
    }

    private bool Write(string id, Network network, IReadOnlyDictionary<string, Tensor<float>> inputs)
    {
        OnnxExport model;
        try
        {
            model = OnnxExporter.Export(network, new OnnxExportOptions());
        }
        catch (RefCnnException refusal)
        {
            leftOut.Add(new OmittedCase(id, refusal.Message));
            return false;
        }

        string place = $"models/{id}";
        Directory.CreateDirectory(Path.Combine(folder, place));
        AtomicFile.Write(Path.Combine(folder, place, "model.onnx"), stream => stream.Write(model.Bytes));
        foreach ((string name, Tensor<float> tensor) in inputs) NpyFile.Write(Path.Combine(folder, place, $"{name}.npy"), NpyArray.Of(tensor));
        cases.Add(new ExportedCase(
            id,
            $"{place}/model.onnx",
            model.Opset,
            [.. network.Inputs.Select(node => Describe(network, network.Nodes[node].Name, node, place))],
            [.. network.Outputs.Select(output => Describe(network, output.Name, output.Node, id))]));
        return true;
    }

    private static ExportedTensor Describe(Network network, string name, int node, string place) => new(name, $"{place}/{name}.npy", [.. network.Shapes[node].Extents]);

    private void Copy(IEnumerable<string> files)
    {
        foreach (string file in files.Where(File.Exists))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(vectors, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            AtomicFile.Copy(file, copy);
        }
    }
}
