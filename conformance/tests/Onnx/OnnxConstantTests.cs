using System.Globalization;
using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Formats.Onnx.Schema;
using RefCnn.Serialization;
using DataType = RefCnn.Formats.Onnx.Schema.TensorProto.Types.DataType;

namespace RefCnn.ConformanceTests.Onnx;

/// <summary>What is computed at import; every number is worked by hand.</summary>
public class OnnxConstantTests
{
    [Theory]
    [InlineData("Add", "9 -5 -1")]
    [InlineData("Sum", "9 -5 -1")]
    [InlineData("Sub", "5 -9 5")]
    [InlineData("Mul", "14 -14 -6")]
    [InlineData("Div", "3 -3 0")]
    [InlineData("Mod", "1 1 -1")]
    [InlineData("Min", "2 -7 -3")]
    [InlineData("Max", "7 2 2")]
    [InlineData("Pow", "49 49 0")]
    [InlineData("Less", "0 1 0")]
    [InlineData("LessOrEqual", "0 1 0")]
    [InlineData("Greater", "1 0 1")]
    [InlineData("GreaterOrEqual", "1 0 1")]
    public void Binary_OfIntegers_IsComputedInIntegers(string operation, string expected) =>
        Check(new GraphSketch().Integers("a", 7, -7, 2).Integers("b", 2, 2, -3).Node(operation, "a b", "y"), expected);

    [Theory]
    [InlineData("Add", "9 -5 2")]
    [InlineData("Sub", "5 -9 3")]
    [InlineData("Mul", "14 -14 -1.25")]
    [InlineData("Div", "3.5 -3.5 -5")]
    [InlineData("Mod", "1 -1 0")]
    [InlineData("Min", "2 -7 -0.5")]
    [InlineData("Max", "7 2 2.5")]
    [InlineData("Pow", "49 49 0.6324555")]
    public void Binary_OfFloats_IsComputedInFloats(string operation, string expected) =>
        Check(new GraphSketch().Floats("a", [3], 7, -7, 2.5f).Floats("b", [3], 2, 2, -0.5f).Node(operation, "a b", "y"), expected);

    [Theory]
    [InlineData("Equal", "1 0 1")]
    [InlineData("And", "1 0 0")]
    [InlineData("Or", "1 1 0")]
    [InlineData("Xor", "0 1 0")]
    public void Binary_OfTruthValues_IsATruthValue(string operation, string expected) =>
        Check(new GraphSketch().Initializer(Truths("a", 1, 1, 0)).Initializer(Truths("b", 1, 0, 0)).Node(operation, "a b", "y"), expected);

    [Theory]
    [InlineData("Abs", "7 0 2")]
    [InlineData("Neg", "7 0 -2")]
    [InlineData("Sign", "-1 0 1")]
    public void Unary_OfIntegers_IsComputedInIntegers(string operation, string expected) =>
        Check(new GraphSketch().Integers("a", -7, 0, 2).Node(operation, "a", "y"), expected);

    [Theory]
    [InlineData("Abs", "1.5 0.25 2.5")]
    [InlineData("Neg", "1.5 -0.25 -2.5")]
    [InlineData("Sign", "-1 1 1")]
    [InlineData("Floor", "-2 0 2")]
    [InlineData("Ceil", "-1 1 3")]
    [InlineData("Round", "-2 0 2")]
    [InlineData("Exp", "0.2231302 1.2840254 12.182494")]
    [InlineData("Reciprocal", "-0.6666667 4 0.4")]
    public void Unary_OfFloats_IsComputedInFloats(string operation, string expected) =>
        Check(new GraphSketch().Floats("a", [3], -1.5f, 0.25f, 2.5f).Node(operation, "a", "y"), expected);

    [Theory]
    [InlineData("Sqrt", "2 0.5")]
    [InlineData("Log", "1.3862944 -1.3862944")]
    public void Unary_OfPositiveFloats_IsComputedInFloats(string operation, string expected) =>
        Check(new GraphSketch().Floats("a", [2], 4, 0.25f).Node(operation, "a", "y"), expected);

    [Fact]
    public void Not_OfTruthValues_IsTheOther() => Check(new GraphSketch().Initializer(Truths("a", 1, 0)).Node("Not", "a", "y"), "0 1");

    [Fact]
    public void Where_Integers_BroadcastsAllThree() =>
        Check(new GraphSketch().Initializer(Truths("c", 1, 0, 1)).Integers("a", 1, 2, 3).Integers("b", 10).Node("Where", "c a b", "y"), "1 10 3");

    [Fact]
    public void Where_Floats_PicksFromBoth() =>
        Check(new GraphSketch().Initializer(Truths("c", 0, 1)).Floats("a", [2], 1.5f, 2.5f).Floats("b", [1], -0.5f).Node("Where", "c a b", "y"), "-0.5 2.5");

    // 2.7 between two neighbours of half precision, and of bfloat16; integers keep their lowest bits.
    [Theory]
    [InlineData(DataTypeNumber.Float16, "2.6992188 -1.5 300")]
    [InlineData(DataTypeNumber.Bfloat16, "2.703125 -1.5 300")]
    [InlineData(DataTypeNumber.Double, "2.7 -1.5 300")]
    [InlineData(DataTypeNumber.Bool, "1 1 1")]
    [InlineData(DataTypeNumber.Int8, "2 -1 44")]
    [InlineData(DataTypeNumber.Uint8, "2 255 44")]
    [InlineData(DataTypeNumber.Int16, "2 -1 300")]
    [InlineData(DataTypeNumber.Uint16, "2 65535 300")]
    [InlineData(DataTypeNumber.Int32, "2 -1 300")]
    [InlineData(DataTypeNumber.Uint32, "2 4294967295 300")]
    [InlineData(DataTypeNumber.Int64, "2 -1 300")]
    public void Cast_OfFloats_CutsFractionsOff(int to, string expected) =>
        Check(new GraphSketch().Floats("a", [3], 2.7f, -1.5f, 300).Node("Cast", "a", "y", ("to", to)), expected);

    [Fact]
    public void Cast_ToBfloat16_KeepsNaN() =>
        new GraphSketch().Floats("a", [1], float.NaN).Node("Cast", "a", "y", ("to", DataTypeNumber.Bfloat16)).Output("y").Run()[0].Values.Should().Equal(double.NaN);

    [Fact]
    public void Cast_TypeByNameBeforeOpset6_IsRead() => Check(new GraphSketch(5).Floats("a", [1], 2.5f).Node("Cast", "a", "y", ("to", "INT32")), "2");

    [Theory]
    [InlineData("ReduceSum", "10", "10")]
    [InlineData("ReduceProd", "24", "24")]
    [InlineData("ReduceMax", "4", "4")]
    [InlineData("ReduceMin", "1", "1")]
    [InlineData("ReduceMean", "2", "2.5")]
    [InlineData("ReduceL2", "5", "5.4772256")]
    public void Reduce_OfConstants_IsComputedInTheirType(string operation, string ofIntegers, string ofFloats)
    {
        Check(new GraphSketch(11).Integers("a", 1, 2, 3, 4).Node(operation, "a", "y", ("keepdims", 0)), ofIntegers);
        Check(new GraphSketch(11).Floats("a", [2, 2], 1, 2, 3, 4).Node(operation, "a", "y", ("keepdims", 0)), ofFloats);
    }

    [Fact]
    public void Reduce_OfOneAxis_KeepsTheOther() => Check(new GraphSketch(11).Floats("a", [2, 2], 1, 2, 3, 4).Node("ReduceMax", "a", "y", ("axes", new long[] { -1 })), "2 4");

    [Theory]
    [InlineData("Transpose", "", "1 3 2 4")]
    [InlineData("Expand", "shape", "1 2 3 4 1 2 3 4")]
    [InlineData("Tile", "repeats", "1 2 1 2 3 4 3 4")]
    [InlineData("Slice", "starts ends axes steps", "2 1 4 3")]
    [InlineData("Reshape", "flat", "1 2 3 4")]
    [InlineData("Concat", "a", "1 2 3 4 1 2 3 4")]
    public void Rearrangement_OfConstants_MovesThemAlikeInEveryType(string operation, string others, string expected)
    {
        foreach (DataType type in (DataType[])[DataType.Float, DataType.Double, DataType.Int64])
        {
            GraphSketch graph = new GraphSketch().Integers("shape", 2, 2, 2).Integers("repeats", 1, 2).Integers("starts", -1).Integers("ends", -9).Integers("axes", 1).Integers("steps", -1).Integers("flat", -1);
            graph.Initializer(type switch
            {
                DataType.Double => new TensorProto { Name = "a", DataType = type, Dims = { 2, 2 }, DoubleData = { 1, 2, 3, 4 } },
                DataType.Int64 => new TensorProto { Name = "a", DataType = type, Dims = { 2, 2 }, Int64Data = { 1, 2, 3, 4 } },
                _ => new TensorProto { Name = "a", DataType = type, Dims = { 2, 2 }, FloatData = { 1, 2, 3, 4 } },
            });
            (string, object)[] attributes = operation == "Concat" ? [("axis", 0)] : [];

            Check(graph.Node(operation, $"a {others}", "y", attributes), expected);
        }
    }

    [Fact]
    public void Gather_OfConstants_TakesTheShapeOfItsIndices() =>
        new GraphSketch().Floats("a", [2, 2], 1, 2, 3, 4).Initializer(new TensorProto { Name = "i", DataType = DataType.Int64, Dims = { 1, 3 }, Int64Data = { 1, 0, -1 } })
            .Node("Gather", "a i", "y").Output("y").Run()[0].Shape.Should().Be(new Shape(1, 3, 2));

    [Fact]
    public void Range_IntegersOrFloats_EndsBeforeItsLimit()
    {
        Check(new GraphSketch().Integers("s", 1).Integers("l", 8).Integers("d", 3).Node("Range", "s l d", "y"), "1 4 7");
        Check(new GraphSketch().Floats("s", [], 1.5f).Floats("l", [], 3).Floats("d", [], 0.5f).Node("Range", "s l d", "y"), "1.5 2 2.5");
    }

    [Fact]
    public void ConstantOfShape_WithAndWithoutAValue_RepeatsIt()
    {
        var two = new TensorProto { DataType = DataType.Int32, Dims = { 1 }, Int32Data = { 2 } };

        Check(new GraphSketch().Integers("s", 1, 2).Node("ConstantOfShape", "s", "y"), "0 0");
        Check(new GraphSketch().Integers("s", 3).Node("ConstantOfShape", "s", "y", ("value", two)), "2 2 2");
    }

    [Fact]
    public void Constant_OfFloatsOrIntegers_HasThem()
    {
        Check(new GraphSketch().Node("Constant", "", "y", ("value_floats", new[] { 1.5f, 2 })), "1.5 2");
        Check(new GraphSketch().Node("Constant", "", "y", ("value_float", 1.5f)), "1.5");
        Check(new GraphSketch().Node("Constant", "", "y", ("value_ints", new long[] { 3, 4 })), "3 4");
    }

    [Fact]
    public void SizeAndShape_OfAnInput_AreKnown()
    {
        Check(new GraphSketch().Input("x", [2, 3, 4], new float[24]).Node("Size", "x", "y"), "24");
        Check(new GraphSketch(15).Input("x", [2, 3, 4], new float[24]).Node("Shape", "x", "y", ("start", -2), ("end", 9)), "3 4");
    }

    // The value of input 'b' is known at import, because Reshape must know it or Add can use it.
    [Theory]
    [InlineData(NpyElement.Float64, new byte[] { 0, 0, 0, 0, 0, 0, 0x04, 0x40 }, "2.5")]
    [InlineData(NpyElement.Float16, new byte[] { 0x00, 0x41 }, "2.5")]
    [InlineData(NpyElement.Boolean, new byte[] { 1 }, "1")]
    [InlineData(NpyElement.Int16, new byte[] { 0xFE, 0xFF }, "-2")]
    public void Input_WithAValueThatIsNeeded_HasItsOwnType(NpyElement element, byte[] data, string expected)
    {
        var given = new ImportOptions(InputValues: new Dictionary<string, NpyArray> { ["b"] = new(element, new Shape(1), data) });

        Check(new GraphSketch().Input("b", [1]).Initializer(Truths("c", 1)).Node("Where", "c b b", "y"), expected, given);
    }

    [Theory]
    [InlineData("Div", "a zero", "*node 'y' (Div, opset 13): divides the integer 7 by 0")]
    [InlineData("Mod", "a zero", "*divides the integer 7 by 0")]
    [InlineData("Div", "lowest minus", "*node 'y' (Div, opset 13): *")]
    [InlineData("Abs", "lowest", "*node 'y' (Abs, opset 13): *")]
    [InlineData("Add", "a three", "*operands have shapes 2 and 3, which do not broadcast*")]
    [InlineData("Floor", "a", "*node 'y' (Floor, opset 13): is not defined for Int64")]
    [InlineData("Range", "a a a", "*input 0 has shape 2; expected a single number")]
    [InlineData("Range", "zero minus zero", "*has delta 0; expected another number")]
    [InlineData("Constant", "", "*has no value that can be read; expected a dense tensor, floats or integers")]
    [InlineData("Sum", "", "*has no inputs; the operator requires at least one")]
    [InlineData("Where", "a", "*has no input 1; the operator requires it")]
    public void Fold_OfWhatCannotBe_IsRefusedWithTheNode(string operation, string inputs, string message) =>
        new GraphSketch().Integers("a", 7, 8).Integers("three", 1, 2, 3).Integers("zero", 0).Integers("minus", -1).Integers("lowest", long.MinValue)
            .Node(operation, inputs, "y").Output("y").Importing().Should().Throw<ModelFormatException>().WithMessage(message);

    [Fact]
    public void Cast_ToText_IsRefused() =>
        new GraphSketch().Integers("a", 1).Node("Cast", "a", "y", ("to", 8)).Output("y").Importing().Should().Throw<ModelFormatException>().WithMessage("*casts to String; expected a real float*");

    [Fact]
    public void Cast_ToATypeOfAnUnknownName_IsRefused() =>
        new GraphSketch(5).Integers("a", 1).Node("Cast", "a", "y", ("to", "COMPLEX")).Output("y").Importing().Should().Throw<ModelFormatException>().WithMessage("*casts to 'COMPLEX'; expected a type such as FLOAT*");

    [Fact]
    public void Mod_OfIntegersAsC_IsRefused() =>
        new GraphSketch().Integers("a", 1).Node("Mod", "a a", "y", ("fmod", 1)).Output("y").Importing().Should().Throw<ModelFormatException>().WithMessage("*'fmod' with integers*");

    [Fact]
    public void ReduceMean_OfNoIntegers_IsRefused() =>
        new GraphSketch().Integers("a").Node("ReduceMean", "a", "y").Output("y").Importing().Should().Throw<ModelFormatException>().WithMessage("*node 'y' (ReduceMean, opset 13): *");

    private static TensorProto Truths(string name, params int[] values) => new() { Name = name, DataType = DataType.Bool, Dims = { values.Length }, Int32Data = { values } };

    private static void Check(GraphSketch graph, string expected, ImportOptions? options = null)
    {
        double[] actual = graph.Output("y").Run(options)[0].Values;

        double[] numbers = [.. expected.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        actual.Should().HaveCount(numbers.Length);
        for (int i = 0; i < numbers.Length; i++) actual[i].Should().BeApproximately(numbers[i], 1e-6 * Math.Max(1, Math.Abs(numbers[i])));
    }

    /// <summary>ONNX's numbers of element types, as the attribute 'to' has them.</summary>
    private static class DataTypeNumber
    {
        public const int Uint8 = 2, Int8 = 3, Uint16 = 4, Int16 = 5, Int32 = 6, Int64 = 7, Bool = 9, Float16 = 10, Double = 11, Uint32 = 12, Bfloat16 = 16;
    }
}
