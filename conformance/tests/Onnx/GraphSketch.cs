using Google.Protobuf;
using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Formats.Onnx;
using RefCnn.Formats.Onnx.Schema;
using RefCnn.Reference;
using RefCnn.Serialization;
using AttributeType = RefCnn.Formats.Onnx.Schema.AttributeProto.Types.AttributeType;

namespace RefCnn.ConformanceTests.Onnx;

/// <summary>An ONNX model, put together in a few lines.</summary>
/// <param name="opset">The version of ONNX's operator set.</param>
internal sealed class GraphSketch(int opset = 13)
{
    private readonly Dictionary<string, Tensor<float>> values = [];

    public ModelProto Model { get; } = new() { IrVersion = 8, Graph = new GraphProto(), OpsetImport = { new OperatorSetIdProto { Version = opset } } };

    /// <summary>An input with a value to run on. Dimensions are numbers, or names of open ones.</summary>
    public GraphSketch Input(string name, object[] dimensions, params float[] data)
    {
        var shape = new TensorShapeProto();
        foreach (object dimension in dimensions)
        {
            shape.Dim.Add(dimension is string open
                ? new TensorShapeProto.Types.Dimension { DimParam = open }
                : new TensorShapeProto.Types.Dimension { DimValue = (int)dimension });
        }

        Model.Graph.Input.Add(new ValueInfoProto { Name = name, Type = Typed(shape, TensorProto.Types.DataType.Float) });
        if (data.Length > 0) values[name] = new Tensor<float>(new Shape([.. dimensions.Select(dimension => dimension as int? ?? 1)]), data);
        return this;
    }

    public GraphSketch Floats(string name, long[] dims, params float[] data) =>
        Initializer(new TensorProto { Name = name, DataType = TensorProto.Types.DataType.Float, Dims = { dims }, FloatData = { data } });

    public GraphSketch Integers(string name, params long[] data) =>
        Initializer(new TensorProto { Name = name, DataType = TensorProto.Types.DataType.Int64, Dims = { data.Length }, Int64Data = { data } });

    public GraphSketch Initializer(TensorProto tensor)
    {
        Model.Graph.Initializer.Add(tensor);
        return this;
    }

    /// <summary>A node; inputs and outputs are names between spaces, and a dash is an input that is left out.</summary>
    public GraphSketch Node(string operation, string inputs, string outputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = operation };
        node.Input.AddRange(Names(inputs));
        node.Output.AddRange(Names(outputs));
        foreach ((string name, object value) in attributes) node.Attribute.Add(Attribute(name, value));
        Model.Graph.Node.Add(node);
        return this;
    }

    public GraphSketch Output(params string[] names)
    {
        Model.Graph.Output.AddRange(names.Select(name => new ValueInfoProto { Name = name }));
        return this;
    }

    public ImportedModel Import(ImportOptions? options = null, string path = "sketch.onnx") => OnnxImporter.Import(Model, path, options ?? new ImportOptions());

    public Action Importing(ImportOptions? options = null) => () => Import(options);

    /// <summary>Imports and runs; the outputs in order.</summary>
    public Tensor<double>[] Run(ImportOptions? options = null, string path = "sketch.onnx")
    {
        Network network = Import(options, path).Network;
        using ICompiledNetwork compiled = new ReferenceBackend().Compile(network, new CompileOptions());
        RunResult result = compiled.Run(network.Inputs.Select(index => network.Nodes[index].Name).ToDictionary(name => name, name => values[name]));
        return [.. network.Outputs.Select(output => result.Outputs[output.Name].ToDouble())];
    }

    /// <summary>Options that give one input's value.</summary>
    public static ImportOptions Given(string name, Shape shape, params float[] data) =>
        new(InputValues: new Dictionary<string, NpyArray> { [name] = NpyArray.Of(new Tensor<float>(shape, data)) });

    private static IEnumerable<string> Names(string names) =>
        names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => name == "-" ? string.Empty : name);

    private static TypeProto Typed(TensorShapeProto shape, TensorProto.Types.DataType element) =>
        new() { TensorType = new TypeProto.Types.Tensor { ElemType = element, Shape = shape } };

    private static AttributeProto Attribute(string name, object value) => value switch
    {
        int number => new AttributeProto { Name = name, Type = AttributeType.Int, I = number },
        float number => new AttributeProto { Name = name, Type = AttributeType.Float, F = number },
        string text => new AttributeProto { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(text) },
        long[] numbers => new AttributeProto { Name = name, Type = AttributeType.Ints, Ints = { numbers } },
        float[] numbers => new AttributeProto { Name = name, Type = AttributeType.Floats, Floats = { numbers } },
        _ => new AttributeProto { Name = name, Type = AttributeType.Tensor, T = (TensorProto)value },
    };
}
