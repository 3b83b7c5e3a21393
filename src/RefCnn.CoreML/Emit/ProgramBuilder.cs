using RefCnn.Core;
using RefCnn.CoreML.Schema.Mil;

namespace RefCnn.CoreML.Emit;

/// <summary>The block of a program while it is written, and the file of its weights.</summary>
/// <param name="halves">Whether it computes in binary16.</param>
internal sealed class ProgramBuilder(bool halves) : IDisposable
{
    // Smaller constants are written in place, as Apple's own converter does.
    private const int LeastInFile = 10;

    /// <summary>Whether it computes in binary16.</summary>
    public bool Halves => halves;

    /// <summary>The names that are taken.</summary>
    public MilIdentifiers Names { get; } = new();

    /// <summary>The operations.</summary>
    public Block Block { get; } = new();

    /// <summary>The file of weights.</summary>
    public BlobFileWriter Blobs { get; } = new();

    /// <summary>The element type of the arithmetic.</summary>
    public DataType Element => halves ? DataType.Float16 : DataType.Float32;

    /// <summary>Adds a constant.</summary>
    /// <param name="wanted">Its name, or one like it.</param>
    /// <param name="value">The constant.</param>
    /// <returns>Its name.</returns>
    public string Constant(string wanted, Value value)
    {
        string name = Names.Of(wanted);
        NamedConstant(name, value);
        return name;
    }

    /// <summary>Adds weights.</summary>
    /// <param name="wanted">Their name, or one like it.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="values">The weights.</param>
    /// <returns>Their name.</returns>
    public string Weights(string wanted, Shape shape, float[] values)
    {
        string name = Names.Of(wanted);
        NamedWeights(name, shape, values);
        return name;
    }

    /// <summary>Adds weights under a name that is already theirs.</summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="values">The weights.</param>
    public void NamedWeights(string name, Shape shape, float[] values)
    {
        if (values.Length < LeastInFile)
        {
            NamedConstant(name, MilValues.Of(shape.Extents, values, halves));
            return;
        }

        NamedConstant(name, new Value
        {
            Type = MilValues.TypeOf(Element, shape.Extents),
            BlobFileValue = new Value.Types.BlobFileValue { FileName = ProgramWriter.WeightsReference, Offset = Blobs.Add(values, halves) },
        });
    }

    /// <summary>Adds an operation.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="name">The name of what it makes.</param>
    /// <param name="shape">The shape of what it makes.</param>
    /// <param name="arguments">What it reads, by parameter.</param>
    /// <param name="element">The element type of what it makes, where it is not that of the arithmetic.</param>
    public void Operation(string type, string name, Shape shape, IEnumerable<(string Key, string[] Values)> arguments, DataType? element = null)
    {
        var operation = new Operation
        {
            Type = type,
            Outputs = { new NamedValueType { Name = name, Type = MilValues.TypeOf(element ?? Element, shape.Extents) } },
            Attributes = { ["name"] = MilValues.Of(name) },
        };
        foreach ((string key, string[] values) in arguments.OrderBy(argument => argument.Key, StringComparer.Ordinal))
        {
            var argument = new Argument();
            foreach (string value in values) argument.Arguments.Add(new Argument.Types.Binding { Name = value });
            operation.Inputs.Add(key, argument);
        }

        Block.Operations.Add(operation);
    }

    /// <summary>Adds the operation that makes a class and a dictionary of probabilities; it is a program's last.</summary>
    /// <param name="probabilities">What it reads.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="label">The name of the class.</param>
    /// <param name="dictionary">The name of the dictionary.</param>
    public void Classify(string probabilities, IReadOnlyCollection<string> labels, string label, string dictionary)
    {
        var values = new DictionaryType { KeyType = MilValues.TypeOf(DataType.String), ValueType = MilValues.TypeOf(DataType.Float64) };
        Block.Operations.Add(new Operation
        {
            Type = "classify",
            Inputs =
            {
                ["probabilities"] = new Argument { Arguments = { new Argument.Types.Binding { Name = probabilities } } },
                ["classes"] = new Argument { Arguments = { new Argument.Types.Binding { Value = MilValues.ListOf(labels) } } },
            },
            Outputs =
            {
                new NamedValueType { Name = label, Type = MilValues.TypeOf(DataType.String) },
                new NamedValueType { Name = dictionary, Type = new Schema.Mil.ValueType { DictionaryType = values } },
            },
            Attributes = { ["name"] = MilValues.Of(label) },
        });
    }

    /// <inheritdoc/>
    public void Dispose() => Blobs.Dispose();

    private void NamedConstant(string name, Value value) => Block.Operations.Add(new Operation
    {
        Type = "const",
        Outputs = { new NamedValueType { Name = name, Type = value.Type.Clone() } },
        Attributes = { ["name"] = MilValues.Of(name), ["val"] = value },
    });
}
