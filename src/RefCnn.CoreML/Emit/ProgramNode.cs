using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema.Mil;

namespace RefCnn.CoreML.Emit;

/// <summary>One node of a lowered network on its way into operations of a Core ML program.</summary>
/// <param name="program">Where operations go.</param>
/// <param name="layer">What the node computes.</param>
/// <param name="name">The name of its result.</param>
/// <param name="inputs">The names of what it reads.</param>
/// <param name="inputShapes">Their shapes.</param>
/// <param name="output">The shape of its result.</param>
internal sealed class ProgramNode(ProgramBuilder program, Layer layer, string name, string[] inputs, Shape[] inputShapes, Shape output)
{
    private readonly List<(string Key, string[] Values)> bound = [];

    /// <summary>What the node computes.</summary>
    public Layer Layer => layer;

    /// <summary>The names of what it reads.</summary>
    public string[] Inputs => inputs;

    /// <summary>The shape of the first input.</summary>
    public Shape InputShape => inputShapes[0];

    /// <summary>The shape of the result.</summary>
    public Shape Output => output;

    /// <summary>Binds the first input.</summary>
    public ProgramNode X() => Values("x", inputs[0]);

    /// <summary>Binds values that other operations make.</summary>
    /// <param name="key">The parameter.</param>
    /// <param name="names">Their names.</param>
    public ProgramNode Values(string key, params string[] names)
    {
        bound.Add((key, names));
        return this;
    }

    /// <summary>Binds a constant.</summary>
    /// <param name="key">The parameter.</param>
    /// <param name="value">The constant.</param>
    public ProgramNode Bind(string key, Value value) => Values(key, program.Constant($"{name}_{key}", value));

    /// <summary>Binds a real number in the program's precision.</summary>
    /// <param name="key">The parameter.</param>
    /// <param name="number">The number.</param>
    public ProgramNode Bind(string key, double number) => Bind(key, MilValues.Of((float)number, program.Halves));

    /// <summary>Binds weights in the program's precision.</summary>
    /// <param name="key">The parameter.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="values">The weights.</param>
    public ProgramNode Bind(string key, Shape shape, float[] values) => Values(key, program.Weights($"{name}_{key}", shape, values));

    /// <summary>Binds weights, if there are any.</summary>
    /// <param name="key">The parameter.</param>
    /// <param name="tensor">The weights, or null.</param>
    public ProgramNode BindIfAny(string key, Tensor<float>? tensor) => tensor is null ? this : Bind(key, tensor.Shape, tensor.Values);

    /// <summary>Adds the operation that makes the node's result.</summary>
    /// <param name="type">Its type.</param>
    public void Finish(string type) => program.Operation(type, name, output, bound);

    /// <summary>Adds an operation on the way, of the result's shape.</summary>
    /// <param name="type">Its type.</param>
    /// <returns>The name of what it makes.</returns>
    public string Step(string type)
    {
        string made = program.Names.Of($"{name}_{type}");
        program.Operation(type, made, output, bound);
        bound.Clear();
        return made;
    }

    /// <summary>Makes the node's result a constant.</summary>
    /// <param name="value">The constant.</param>
    public void FinishConstant(Tensor<float> value) => program.NamedWeights(name, value.Shape, value.Values);
}
