using System.Globalization;
using Google.Protobuf;
using RefCnn.CoreML;
using RefCnn.CoreML.Schema;
using RefCnn.CoreML.Schema.Mil;
using ValueType = RefCnn.CoreML.Schema.Mil.ValueType;

namespace RefCnn.ConformanceTests.CoreMl;

/// <summary>
/// A program of one operation on x, written as text: its type, then its parameters. <c>a=1,2</c> are integers, <c>a=1.5</c> floats, <c>a=true</c> truth values, <c>a='text'</c> is a
/// text, and <c>a=@x,@x</c> binds values.
/// </summary>
internal sealed class ProgramSketch
{
    public ProgramSketch(int[] shape, string operation, params string[] outputs)
    {
        string[] parts = operation.Split(' ');
        Operation = new Operation { Type = parts[0], Outputs = { outputs.Select(name => new NamedValueType { Name = name }) } };
        Operation.Inputs["x"] = new Argument { Arguments = { new Argument.Types.Binding { Name = "x" } } };
        foreach (string[] parameter in parts.Skip(1).Select(part => part.Split('='))) Operation.Inputs[parameter[0]] = ArgumentOf(parameter[1]);
        var function = new Function { Opset = "CoreML5", Inputs = { new NamedValueType { Name = "x", Type = TypeOf(DataType.Float32, shape) } } };
        function.BlockSpecializations["CoreML5"] = new Block { Operations = { Operation }, Outputs = { outputs[^1] } };
        Model = new Model { SpecificationVersion = 6, Description = new ModelDescription(), MlProgram = new RefCnn.CoreML.Schema.Mil.Program { Version = 1 } };
        Model.MlProgram.Functions["main"] = function;
    }

    public Model Model { get; }

    public Operation Operation { get; }

    public Function Function => Model.MlProgram.Functions["main"];

    public static ValueType TypeOf(DataType element, params int[] shape) => new()
    {
        TensorType = new TensorType { DataType = element, Rank = shape.Length, Dimensions = { shape.Select(extent => new Dimension { Constant = new Dimension.Types.ConstantDimension { Size = (ulong)extent } }) } },
    };

    public static Value ValueOf(DataType element, TensorValue tensor, params int[] shape) => new() { Type = TypeOf(element, shape), ImmediateValue = new Value.Types.ImmediateValue { Tensor = tensor } };

    public CoreMlContent Read() => CoreMlReader.Read(Model.ToByteArray(), "sketch.mlpackage");

    private static Argument ArgumentOf(string text)
    {
        if (text[0] == '@') return new Argument { Arguments = { text.Split(',').Select(name => new Argument.Types.Binding { Name = name[1..] }) } };
        var tensor = new TensorValue();
        string[] values = text.Split(',');
        if (text[0] == '\'') tensor.Strings = new TensorValue.Types.RepeatedStrings { Values = { text.Trim('\'') } };
        else if (text is "true" or "false") tensor.Bools = new TensorValue.Types.RepeatedBools { Values = { text == "true" } };
        else if (text.Contains('.')) tensor.Floats = new TensorValue.Types.RepeatedFloats { Values = { values.Select(value => float.Parse(value, CultureInfo.InvariantCulture)) } };
        else tensor.Ints = new TensorValue.Types.RepeatedInts { Values = { values.Select(value => int.Parse(value, CultureInfo.InvariantCulture)) } };
        return new Argument { Arguments = { new Argument.Types.Binding { Value = ValueOf(DataType.Int32, tensor, values.Length == 1 ? [] : [values.Length]) } } };
    }
}
