using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Formats.Caffe;
using RefCnn.Formats.Caffe.Schema;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Caffe;

/// <summary>A small net in the making: prototxt text, and blobs for its layers.</summary>
internal sealed class CaffeSketch(string text)
{
    private readonly StoredNet stored = new();

    /// <summary>A net whose input 'x' has the given shape and which has one more layer, 'y', that reads it.</summary>
    public static CaffeSketch Of(string type, string parameters, params int[] extents) => new(
        $"input: 'x' input_shape {{ {string.Concat(extents.Select(extent => $"dim: {extent} "))}}} layer {{ name: 'y' type: '{type}' bottom: 'x' top: 'y' {parameters} }}");

    /// <summary>Adds a blob of a layer, behind those that it has.</summary>
    public CaffeSketch Blob(string layer, int[] extents, params float[] values)
    {
        StoredLayer? entry = stored.Layer.FirstOrDefault(candidate => candidate.Name == layer);
        if (entry is null) stored.Layer.Add(entry = new StoredLayer { Name = layer });
        entry.Blobs.Add(new StoredBlob { Shape = new StoredShape { Dim = { extents.Select(extent => (long)extent) } }, Data = { values } });
        return this;
    }

    public ImportedModel Import(ImportOptions? options = null) => CaffeImporter.Import(text, "sketch.prototxt", stored.Layer.Count > 0 ? new CaffeWeights(stored) : null, options ?? new ImportOptions());

    public Action Importing() => () => Import();

    /// <summary>Runs the net on the reference and gives its outputs in order.</summary>
    public Tensor<double>[] Run(params float[] input)
    {
        Network network = Import().Network;
        using ICompiledNetwork compiled = new ReferenceBackend().Compile(network, new CompileOptions());
        RunResult result = compiled.Run(network.Inputs.ToDictionary(index => network.Nodes[index].Name, index => new Tensor<float>(network.Shapes[index], input)));
        return [.. network.Outputs.Select(output => result.Outputs[output.Name].ToDouble())];
    }
}
