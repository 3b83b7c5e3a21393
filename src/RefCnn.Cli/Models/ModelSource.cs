using System.Collections.Immutable;
using RefCnn.Applications;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.Formats;
using RefCnn.Networks;
using RefCnn.Serialization;

namespace RefCnn.Cli.Models;

/// <summary>Where a model comes from.</summary>
/// <param name="Model">The model's file, <c>zoo:&lt;name&gt;</c> for a network of the zoo with its seeded weights, or <c>sample:&lt;name&gt;</c> for a trained one of the samples.</param>
/// <param name="Weights">The weights' file, for formats that keep them apart; or null.</param>
/// <param name="InputShapes">Shapes of inputs that the model leaves open.</param>
internal sealed record ModelSource(string Model, string? Weights, IReadOnlyDictionary<string, Shape> InputShapes)
{
    /// <summary>Whether the model is a network of the zoo.</summary>
    public bool IsOfZoo => Model.StartsWith(Zoo.Prefix, StringComparison.Ordinal);

    /// <summary>Imports the model, or builds it.</summary>
    /// <param name="values">Values of inputs, which may become part of the network.</param>
    /// <exception cref="RefCnnException">The model cannot be imported, or the zoo or the samples have none of that name.</exception>
    /// <exception cref="UsageException">A network of the zoo is given weights or shapes.</exception>
    public ImportedModel Load(IReadOnlyDictionary<string, NpyArray>? values = null)
    {
        if (!IsOfZoo) return CoreMlReader.Recognizes(Model) ? LoadCoreMl() : ModelFormats.Load(FilePath, new ImportOptions(InputShapes, values, Weights));
        if (Weights is not null) throw new UsageException($"--weights {Weights}: {Model} has weights of its own, made from their names");
        if (InputShapes.Count > 0) throw new UsageException($"--input-shape {InputShapes.First().Key}=…: {Model} leaves no shape open");
        return new ImportedModel(Zoo.Find(Model[Zoo.Prefix.Length..]).Build(), []);
    }

    /// <summary>The sample that the model is, or null.</summary>
    public Sample? Sample => Model.StartsWith(Samples.Prefix, StringComparison.Ordinal) ? Samples.All.FirstOrDefault(sample => sample.Name == Model[Samples.Prefix.Length..]) : null;

    private string FilePath => Model.StartsWith(Samples.Prefix, StringComparison.Ordinal) ? Samples.FileOf(Model[Samples.Prefix.Length..]) : Model;

    private ImportedModel LoadCoreMl()
    {
        if (Weights is not null) throw new UsageException($"{Model}: a Core ML model has its weights in itself; leave out --weights");
        (Network network, ImmutableArray<string> notes) = CoreMlReader.Read(Model);
        return new ImportedModel(network, notes);
    }
}
