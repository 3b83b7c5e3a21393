using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.Formats;
using RefCnn.Serialization;

namespace RefCnn.Cli.Models;

/// <summary>Where a model comes from.</summary>
/// <param name="Model">The model's file.</param>
/// <param name="Weights">The weights' file, for formats that keep them apart; or null.</param>
/// <param name="InputShapes">Shapes of inputs that the model leaves open.</param>
internal sealed record ModelSource(string Model, string? Weights, IReadOnlyDictionary<string, Shape> InputShapes)
{
    /// <summary>Imports the model.</summary>
    /// <param name="values">Values of inputs, which may become part of the network.</param>
    /// <exception cref="RefCnnException">The model cannot be imported.</exception>
    public ImportedModel Load(IReadOnlyDictionary<string, NpyArray>? values = null) =>
        CoreMlReader.Recognizes(Model) ? LoadCoreMl() : ModelFormats.Load(Model, new ImportOptions(InputShapes, values, Weights));

    private ImportedModel LoadCoreMl()
    {
        if (Weights is not null) throw new UsageException($"{Model}: a Core ML model has its weights in itself; leave out --weights");
        (Network network, ImmutableArray<string> notes) = CoreMlReader.Read(Model);
        return new ImportedModel(network, notes);
    }
}
