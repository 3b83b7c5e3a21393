using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema.Mil;

namespace RefCnn.CoreML.Reading;

/// <summary>What is known while a program is read.</summary>
/// <param name="name">What to call the network.</param>
/// <param name="blobs">The file of weights.</param>
/// <param name="stored">The bytes of the program and its weights: constants may refer to the same ones, and take many times as much.</param>
internal sealed class ProgramContext(string name, BlobFileReader blobs, long stored)
{
    private readonly Dictionary<string, int> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MilConstant> constants = new(StringComparer.Ordinal);
    private readonly HashSet<string> nodeNames = new(StringComparer.Ordinal);
    private long kept;

    /// <summary>The network that is being made.</summary>
    public NetworkBuilder Builder { get; } = new(name);

    /// <summary>The file of weights.</summary>
    public BlobFileReader Blobs => blobs;

    /// <summary>The nodes whose values the program declares as float16.</summary>
    public HashSet<int> Halves { get; } = [];

    /// <summary>Says which element type the program gives a value that a node makes.</summary>
    /// <param name="declared">Name and type.</param>
    public void NoteElement(NamedValueType declared)
    {
        if (declared.Type?.TensorType?.DataType == DataType.Float16 && nodes.TryGetValue(declared.Name, out int node)) Halves.Add(node);
    }

    /// <summary>Says which node makes a value.</summary>
    /// <param name="value">The value's name.</param>
    /// <param name="node">The node.</param>
    public void Define(string value, int node) => nodes[value] = node;

    /// <summary>Says that a value is constant; it becomes a node only where one reads it.</summary>
    /// <param name="value">The value's name.</param>
    /// <param name="constant">The constant.</param>
    public void Define(string value, MilConstant constant)
    {
        Limits.Current.DemandExpansion(kept += (long)constant.Numbers.Length * sizeof(double), stored, "constants take");
        constants[value] = constant;
    }

    /// <summary>The constant that is bound, or null where the value is computed.</summary>
    /// <param name="binding">The binding.</param>
    public MilConstant? ConstantOf(Argument.Types.Binding binding) => binding.Value is { } inline
        ? MilConstant.Of(inline, blobs, "given in place")
        : constants.GetValueOrDefault(binding.Name);

    /// <summary>The node that makes what is bound.</summary>
    /// <param name="binding">The binding.</param>
    public int NodeOf(Argument.Types.Binding binding)
    {
        if (binding.Value is null && nodes.TryGetValue(binding.Name, out int node)) return node;
        MilConstant constant = ConstantOf(binding) ?? throw new CoreMlException($"'{binding.Name}' is read, and nothing before makes it");
        int made = Builder.Add(UniqueName(binding.Value is null ? binding.Name : "value"), new Constant(constant.ToTensor()));
        if (binding.Value is null) nodes[binding.Name] = made;
        return made;
    }

    /// <summary>The node that makes a named value.</summary>
    /// <param name="value">The value's name.</param>
    public int NodeOf(string value) => NodeOf(new Argument.Types.Binding { Name = value });

    /// <summary>A node name that no other node has.</summary>
    /// <param name="wanted">The name to start from.</param>
    public string UniqueName(string wanted)
    {
        string result = wanted;
        for (int i = 2; !nodeNames.Add(result); i++) result = $"{wanted}#{i}";
        return result;
    }
}
