using RefCnn.Core;

namespace RefCnn.Formats.Keras;

/// <summary>What the importers of layers share.</summary>
/// <param name="file">The model's file, for messages.</param>
/// <param name="majorVersion">The major version of the Keras that saved it.</param>
/// <param name="builder">The network so far.</param>
internal sealed class KerasGraph(string file, int majorVersion, NetworkBuilder builder)
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>The model's file.</summary>
    public string File => file;

    /// <summary>The major version of the Keras that saved the file.</summary>
    public int MajorVersion => majorVersion;

    /// <summary>Whether Theano saved the model, which pads otherwise.</summary>
    public bool IsTheano { get; init; }

    /// <summary>The network so far.</summary>
    public NetworkBuilder Builder => builder;

    /// <summary>What was assumed on the way.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>A node name that nothing else has.</summary>
    /// <param name="wanted">The name, to which a number is added where it is taken.</param>
    public string UniqueName(string wanted)
    {
        string name = wanted;
        for (int number = 2; !names.Add(name); number++) name = $"{wanted}{number}";
        return name;
    }

    /// <summary>The error that a layer cannot be imported.</summary>
    /// <param name="file">The model's file.</param>
    /// <param name="name">The layer.</param>
    /// <param name="type">Its class.</param>
    /// <param name="reason">Actual, expected, what to do.</param>
    /// <param name="inner">The failure that led here, if any.</param>
    public static ModelFormatException Fault(string file, string name, string type, string reason, Exception? inner = null) =>
        new(file, $"layer '{name}' ({type})", reason, inner);
}
