using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Networks;
using RefCnn.Serialization;

namespace RefCnn.Cli.Models;

/// <summary>A network and what it is to be run on.</summary>
/// <param name="Model">The imported model.</param>
/// <param name="Inputs">A tensor for each of the network's inputs, by name.</param>
internal sealed record LoadedModel(ImportedModel Model, IReadOnlyDictionary<string, Tensor<float>> Inputs);

/// <summary>Imports a model and reads its inputs, all of them before anything runs.</summary>
/// <param name="source">The model.</param>
/// <param name="pictures">How pictures become tensors.</param>
internal sealed class InputReader(ModelSource source, PictureSettings pictures)
{
    /// <summary>Reads. A network of the zoo without any file runs on its seeded inputs, and a note says so.</summary>
    /// <param name="files">The files; those without a name go to the inputs that are left, in the network's order.</param>
    /// <exception cref="RefCnnException">A file or the model cannot be used, or an input has no file.</exception>
    /// <exception cref="UsageException">There are more files than inputs, or two for one.</exception>
    public LoadedModel Read(IReadOnlyList<NamedFile> files)
    {
        if (files.Count == 0 && source.IsOfZoo) return OnSeededInputs(source.Load());
        DemandDistinct(files);
        var arrays = files.Where(file => file.Name is not null && file.IsArray).ToDictionary(file => file.Name!, file => NpyFile.Read(file.Path));
        ImportedModel model = source.Load(arrays);
        IReadOnlyList<NamedFile> named = Name(files, model.Network);

        // The importer decides what a value of another shape means: an open extent, or a contradiction.
        foreach (NamedFile file in named.Where(file => file.IsArray && !arrays.ContainsKey(file.Name!))) arrays[file.Name!] = NpyFile.Read(file.Path);
        if (arrays.Any(array => model.Network.IndexOf(array.Key) is >= 0 and var node && model.Network.Shapes[node] != array.Value.Shape))
            model = source.Load(arrays);

        return new LoadedModel(model with { Notes = model.Notes.AddRange(NotesOn(named, model.Network)) }, Collect(model.Network, named, arrays));
    }

    private LoadedModel OnSeededInputs(ImportedModel model) =>
        new(model with { Notes = model.Notes.Add($"no --input: {source.Model} runs on its seeded inputs") }, SeededInputs.Of(model.Network));

    private static void DemandDistinct(IReadOnlyList<NamedFile> files)
    {
        if (files.Where(file => file.Name is not null).GroupBy(file => file.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UsageException($"--input {twice.Key}=…: is given twice");
    }

    private IReadOnlyList<NamedFile> Name(IReadOnlyList<NamedFile> files, Network network)
    {
        var left = new Queue<string>(NamesOf(network).Where(name => files.All(file => file.Name != name)));
        return [.. files.Select(file => file.Name is not null
            ? file
            : left.TryDequeue(out string? name)
                ? file with { Name = name }
                : throw new UsageException($"--input {file.Path}: {source.Model} has no input left for it; its inputs are {Describe(network)}"))];
    }

    private Dictionary<string, Tensor<float>> Collect(Network network, IReadOnlyList<NamedFile> files, Dictionary<string, NpyArray> arrays)
    {
        if (files.FirstOrDefault(file => file.IsPicture && !NamesOf(network).Contains(file.Name!)) is { } stray)
            throw new RefCnnException($"{stray.Path}: {source.Model} has no input '{stray.Name}' for a picture; its inputs are {Describe(network)}");
        var inputs = new Dictionary<string, Tensor<float>>();
        foreach (int node in network.Inputs)
        {
            string name = network.Nodes[node].Name;
            NamedFile file = files.FirstOrDefault(file => file.Name == name)
                ?? throw new RefCnnException($"{source.Model}: input '{name}' ({network.Shapes[node]}) has no file; give one with --input {name}=FILE");
            if (file.IsArray && arrays[name].Shape != network.Shapes[node])
                throw new RefCnnException($"{file.Path}: has shape {arrays[name].Shape}; input '{name}' expects {network.Shapes[node]}");
            inputs[name] = file.IsPicture ? pictures.Read(file.Path, name, network.Shapes[node]) : arrays[name].ToSingle();
        }

        return inputs;
    }

    private static IEnumerable<string> NotesOn(IReadOnlyList<NamedFile> files, Network network) =>
        from file in files
        where file.IsPicture && NamesOf(network).Contains(file.Name!)
        let shape = network.Shapes[network.IndexOf(file.Name!)]
        select $"{file.Path} is read as {shape}, the shape of input '{file.Name}'";

    private static IEnumerable<string> NamesOf(Network network) => network.Inputs.Select(node => network.Nodes[node].Name);

    private static string Describe(Network network) => network.Inputs.IsEmpty
        ? "none"
        : string.Join(", ", network.Inputs.Select(node => $"'{network.Nodes[node].Name}' ({network.Shapes[node]})"));
}
