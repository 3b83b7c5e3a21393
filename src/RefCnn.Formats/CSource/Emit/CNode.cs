using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.CSource.Emit;

/// <summary>One node while it is written: what it reads, what it writes, and the statements that compute it.</summary>
/// <param name="program">The network's program.</param>
/// <param name="index">The node's index.</param>
/// <param name="identifier">The node's name in C.</param>
internal sealed class CNode(CProgram program, int index, string identifier)
{
    private readonly List<string> statements = [];

    /// <summary>What the node computes.</summary>
    public Layer Layer => program.Network.Nodes[index].Layer;

    /// <summary>The shape of the output.</summary>
    public Shape OutputShape => program.Network.Shapes[index];

    /// <summary>The shapes of the inputs.</summary>
    public ImmutableArray<Shape> InputShapes => [.. program.Network.InputShapes(index)];

    /// <summary>The shape of the first input.</summary>
    public Shape InputShape => InputShapes[0];

    /// <summary>The first input's values, as a C expression.</summary>
    public string Input => InputAt(0);

    /// <summary>Where the output's values go, as a C expression.</summary>
    public string Output => program.ValueOf(index);

    /// <summary>The statements so far.</summary>
    public IReadOnlyList<string> Statements => statements;

    /// <summary>An input's values, as a C expression.</summary>
    /// <param name="input">Its place among the inputs.</param>
    public string InputAt(int input) => program.ValueOf(program.Network.Nodes[index].Inputs[input]);

    /// <summary>A trained parameter as a C expression; <c>NULL</c> where there is none.</summary>
    /// <param name="name">What it is, e.g. <c>weight</c>.</param>
    /// <param name="value">Its values, or null.</param>
    public string Parameter(string name, Tensor<float>? value) => value is null ? "NULL" : program.Parameters.Add(Unique(name), value);

    /// <summary>A table that the layer reads, as a C expression.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="values">Its values.</param>
    public string Table(string name, int[] values) => program.Parameters.Add(Unique(name), values);

    /// <summary>Memory that the layer needs while it is computed, as a C expression.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="count">How many floats.</param>
    public string Scratch(string name, long count) => program.Scratch(index, $"{identifier}_{name}", count);

    /// <summary>Declares a structure.</summary>
    /// <param name="type">Its type, which is also what it is called.</param>
    /// <param name="fields">Initialisers, e.g. <c>.count = 3</c>.</param>
    /// <returns>Its address, as a C expression.</returns>
    public string Structure(string type, params IEnumerable<string> fields)
    {
        string name = Unique(type);
        statements.Add($"const struct {type} {name} = {{{string.Join(", ", fields)}}};");
        return $"&{name}";
    }

    /// <summary>Calls a kernel.</summary>
    /// <param name="kernel">Its name.</param>
    /// <param name="arguments">C expressions.</param>
    public void Call(string kernel, params IEnumerable<string> arguments)
    {
        program.Kernels.Add(kernel);
        statements.Add($"{kernel}({string.Join(", ", arguments)});");
    }

    private string Unique(string name) => program.Identifiers.Unique($"{identifier}_{name}");
}
