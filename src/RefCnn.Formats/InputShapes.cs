using RefCnn.Core;

namespace RefCnn.Formats;

/// <summary>The shapes of inputs that the user gives, each of which must be of an input that the model has.</summary>
/// <param name="path">The model's file, for messages.</param>
/// <param name="options">Holds the shapes.</param>
internal sealed class InputShapes(string path, ImportOptions options)
{
    private readonly Dictionary<string, Shape> left = new(options.InputShapes ?? new Dictionary<string, Shape>());
    private readonly List<string> inputs = [];

    /// <summary>The shape of an input: the given one, or the model's, or that of a given value.</summary>
    /// <param name="name">The input.</param>
    /// <param name="declared">What the model says; null where it leaves the shape open.</param>
    /// <exception cref="ModelFormatException">Neither says the shape.</exception>
    public Shape Of(string name, Shape? declared)
    {
        inputs.Add(name);
        if (left.Remove(name, out Shape given)) return given;
        return declared ?? options.InputValues?.GetValueOrDefault(name)?.Shape ?? throw new ModelFormatException(path, null, $"leaves the shape of input '{name}' open; give it with --input-shape {name}=1x3x224x224, say");
    }

    /// <summary>States that every given shape was for an input.</summary>
    /// <exception cref="ModelFormatException">One was not.</exception>
    public void RefuseOthers()
    {
        if (left.Count > 0)
            throw new ModelFormatException(path, null, $"has no input '{left.Keys.First()}'; its inputs are {(inputs.Count == 0 ? "none" : $"'{string.Join("', '", inputs)}'")}");
    }
}
