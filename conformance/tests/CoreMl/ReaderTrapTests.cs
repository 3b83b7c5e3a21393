using Google.Protobuf;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML;
using RefCnn.CoreML.Schema;
using RefCnn.CoreML.Schema.Mil;

namespace RefCnn.ConformanceTests.CoreMl;

/// <summary>Compressed weights, open shapes, classifiers and layers that are refused; every number is worked by hand.</summary>
public class ReaderTrapTests
{
    [Theory]
    [InlineData(2, new float[] { -5, 1.9999999f, 2, 3, float.PositiveInfinity, float.NegativeInfinity }, new double[] { 0, 0, 2, 3, double.PositiveInfinity, 0 })]
    [InlineData(-2, new float[] { -5, -2.0000002f, -2, -1, 0, 3, float.NegativeInfinity }, new double[] { 0, 0, -2, -1, 0, 3, 0 })]
    [InlineData(0, new float[] { -5, 0, 3 }, new double[] { 0, 0, 3 })]
    [InlineData(1e-40f, new float[] { 9e-41f, 1e-40f, 1 }, new double[] { 0, 9.9999461e-41, 1 })]
    public void ThresholdedReLU_Alpha_IsTheFirstValueThatStays(float alpha, float[] input, double[] expected)
    {
        var layer = new NeuralNetworkLayer { Activation = new ActivationParams { ThresholdedReLU = new ActivationThresholdedReLU { Alpha = alpha } } };
        double[] actual = CoreMlSketch.Of(layer, input.Length, 1, 1).Run(input).Values;
        for (int i = 0; i < expected.Length; i++) ((float)actual[i]).Should().Be((float)expected[i]);
    }

    [Theory]
    [InlineData("UniDirectionalLSTM", "works on sequences")]
    [InlineData("SequenceRepeat", "works on sequences")]
    [InlineData("CropResize", "reads regions of a picture")]
    [InlineData("TopK", "is not supported")]
    public void Layer_ThatCannotBeComputed_IsRefusedByItsName(string sort, string reason)
    {
        var layer = new NeuralNetworkLayer();
        typeof(NeuralNetworkLayer).GetProperty(sort)!.SetValue(layer, new UnsupportedLayerParams());
        CoreMlSketch sketch = CoreMlSketch.Of(layer, 1);
        FluentActions.Invoking(sketch.Read).Should().Throw<CoreMlException>().WithMessage($"*({sort}) {reason}*");
    }

    [Fact]
    public void Operation_ThatCannotBeComputed_IsRefusedByItsName()
    {
        CoreMlPackage package = CoreMlModel.ProgramParts(Scaled());
        Model model = Model.Parser.ParseFrom(package.Model.Span);
        BlockOf(model).Operations.First(operation => operation.Type == "mul").Type = "crop_resize";
        FluentActions.Invoking(() => CoreMlReader.Read(package with { Model = model.ToByteArray() }, "m.mlpackage"))
            .Should().Throw<CoreMlException>().WithMessage("*(crop_resize) is not supported");
    }

    [Fact]
    public void ConstantExpression_AffineAlongAxis_IsScaleTimesDistanceFromZeroPoint() =>
        Expand("constexpr_affine_dequantize", new()
        {
            ["quantized_data"] = Bytes(DataType.Uint8, [2, 2], 10, 20, 30, 40),
            ["scale"] = Floats([2], 0.5f, 2),
            ["zero_point"] = Bytes(DataType.Uint8, [2], 10, 30),
            ["axis"] = Integer(0),
        }, 2, 2).Should().Equal(0, 5, 0, 20);

    [Fact]
    public void ConstantExpression_SignedData_IsSigned() =>
        Expand("constexpr_affine_dequantize", new()
        {
            ["quantized_data"] = Bytes(DataType.Int8, [2, 2], 0xFF, 0x80, 1, 2),
            ["scale"] = Floats([], 1),
            ["zero_point"] = Bytes(DataType.Int8, [], 0),
            ["axis"] = Integer(-1),
        }, 2, 2).Should().Equal(-1, -128, 1, 2);

    // Indices 0, 3, 2, 1 of two bits fill a byte from its least significant bits: 01 10 11 00.
    [Fact]
    public void ConstantExpression_Table_ReadsTheLowBitsFirst() =>
        Expand("constexpr_lut_to_dense", new()
        {
            ["indices"] = Bytes(DataType.Uint8, [1], 0b01_10_11_00),
            ["lut"] = Floats([4], 10, 20, 30, 40),
            ["shape"] = Extents(2, 2),
        }, 2, 2).Should().Equal(10, 40, 30, 20);

    // Six bits: the second index takes two bits of the first byte and four of the next.
    [Fact]
    public void ConstantExpression_IndexAcrossBytes_HasItsLowBitsInTheFirst()
    {
        float[] table = [.. Enumerable.Range(0, 64).Select(value => (float)value)];
        Expand("constexpr_lut_to_dense", new()
        {
            ["indices"] = Bytes(DataType.Uint8, [3], 0b11_000001, 0b0000_0101, 0b000000_00),
            ["lut"] = Floats([64], table),
            ["shape"] = Extents(2, 2),
        }, 2, 2).Should().Equal(1, 0b0101_11, 0, 0);
    }

    [Fact]
    public void ConstantExpression_Sparse_PutsValuesWhereBitsAreSet() =>
        Expand("constexpr_sparse_to_dense", new()
        {
            ["nonzero_data"] = Floats([2], 7, 9),
            ["mask"] = Bytes(DataType.Uint8, [1], 0b0000_1001),
            ["shape"] = Extents(2, 2),
        }, 2, 2).Should().Equal(7, 0, 0, 9);

    [Fact]
    public void ConstantExpression_SparseWithAValueTooFew_IsRefused() => FluentActions.Invoking(() => Expand("constexpr_sparse_to_dense", new()
    {
        ["nonzero_data"] = Floats([1], 7),
        ["mask"] = Bytes(DataType.Uint8, [1], 0b0000_1001),
        ["shape"] = Extents(2, 2),
    }, 2, 2)).Should().Throw<CoreMlException>().WithMessage("*(constexpr_sparse_to_dense) has 1 values, and a mask of more");

    [Fact]
    public void ConstantExpression_Cast_IsItsValue() =>
        Expand("constexpr_cast", new() { ["source_val"] = Bytes(DataType.Float16, [2, 2], 0x00, 0x3C, 0x00, 0xC0, 0, 0, 0, 0) }, 2, 2).Should().Equal(1, -2, 0, 0);

    [Fact]
    public void ConstantExpression_OfAnotherSort_IsRefusedByItsName() =>
        FluentActions.Invoking(() => Expand("constexpr_blockwise_shift_scale", [], 2, 2)).Should().Throw<CoreMlException>().WithMessage("*(constexpr_blockwise_shift_scale) is not supported");

    [Fact]
    public void Input_OfSeveralShapes_HasTheDefaultOneAndSaysSo()
    {
        CoreMlSketch sketch = CoreMlSketch.Of(new NeuralNetworkLayer { Activation = new ActivationParams { ReLU = new ActivationReLU() } }, 1, 2, 2);
        sketch.Model.Description.Input[0].Type.MultiArrayType.ShapeRange = new ArrayFeatureType.Types.ShapeRange
        {
            SizeRanges = { new SizeRange { LowerBound = 1, UpperBound = 1 }, new SizeRange { LowerBound = 1, UpperBound = -1 }, new SizeRange { LowerBound = 1, UpperBound = -1 } },
        };
        CoreMlContent content = sketch.Read();
        content.Network.Shapes[0].Should().Be(new Shape(1, 1, 2, 2));
        content.Notes.Should().Contain(note => note.Contains("several shapes"));
    }

    [Fact]
    public void Input_OfListedShapesOnly_HasTheFirst()
    {
        CoreMlSketch sketch = CoreMlSketch.Of(new NeuralNetworkLayer { Activation = new ActivationParams { ReLU = new ActivationReLU() } });
        sketch.Model.Description.Input[0].Type.MultiArrayType.EnumeratedShapes = new ArrayFeatureType.Types.EnumeratedShapes
        {
            Shapes = { new ArrayFeatureType.Types.Shape { Shape_ = { 1, 3, 4 } }, new ArrayFeatureType.Types.Shape { Shape_ = { 1, 6, 8 } } },
        };
        sketch.Read().Network.Shapes[0].Should().Be(new Shape(1, 1, 3, 4));
    }

    [Fact]
    public void Input_OfAnOpenProgram_HasTheDescriptionsShape()
    {
        CoreMlPackage package = CoreMlModel.ProgramParts(Scaled());
        Model model = Model.Parser.ParseFrom(package.Model.Span);
        model.MlProgram.Functions["main"].Inputs[0].Type.TensorType.Dimensions[0] = new Dimension { Unknown = new Dimension.Types.UnknownDimension() };
        CoreMlContent content = CoreMlReader.Read(package with { Model = model.ToByteArray() }, "open.mlpackage");
        content.Network.Shapes[0].Should().Be(new Shape(2, 2));
        content.Notes.Should().ContainSingle(note => note.Contains("several shapes"));
    }

    [Fact]
    public void Classifier_OfAProgram_ReadsBackItsProbabilities()
    {
        CoreMlContent content = CoreMlReader.Read(CoreMlModel.ProgramParts(Scaled(), new EmitOptions(ClassLabels: ["a", "b", "c", "d"])), "c.mlpackage");
        CoreMlSketch.Run(content.Network, 1, 2, 3, 4).Values.Should().Equal(3, 6, 9, 12);
        content.Notes.Should().ContainSingle(note => note.Contains("a classifier of 4 classes"));
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(49, 118)]
    [InlineData(7, 10)]
    public void Resize_BetweenPixelCentres_SurvivesBothFormats(int extent, int size)
    {
        var builder = new NetworkBuilder("resized");
        int x = builder.Input("x", new Shape(1, 1, extent, 2));
        builder.Output("y", builder.Add("resize", new Resize([1, 1, size, 3], ResizeInterpolation.Linear, ResizeCoordinates.HalfPixel), x));
        Network network = builder.Build();
        float[] input = [.. Enumerable.Range(0, 2 * extent).Select(value => (float)(value * value))];
        double[] expected = CoreMlSketch.Run(network, input).Values;
        CoreMlSketch.Run(CoreMlReader.Read(CoreMlModel.NeuralNetworkBytes(network), "r.mlmodel").Network, input).Values.Should().Equal(expected);
        CoreMlSketch.Run(CoreMlReader.Read(CoreMlModel.ProgramParts(network), "r.mlpackage").Network, input).Values.Should().Equal(expected);
    }

    // x · w as a program, whose constant w is replaced by the expression; x is of ones.
    private static double[] Expand(string type, Dictionary<string, Value> parameters, params int[] shape)
    {
        CoreMlPackage package = CoreMlModel.ProgramParts(Scaled());
        Model model = Model.Parser.ParseFrom(package.Model.Span);
        Block block = BlockOf(model);
        Operation constant = block.Operations.First(operation => operation.Type == "const" && operation.Outputs[0].Name == "factor");
        constant.Type = type;
        constant.Attributes.Remove("val");
        constant.Outputs[0].Type = TypeOf(DataType.Float32, shape);
        foreach ((string key, Value value) in parameters) constant.Attributes.Add(key, value);
        return CoreMlSketch.Run(CoreMlReader.Read(package with { Model = model.ToByteArray() }, "compressed.mlpackage").Network, 1, 1, 1, 1).Values;
    }

    private static Network Scaled()
    {
        var builder = new NetworkBuilder("scaled");
        int x = builder.Input("x", new Shape(2, 2)), factor = builder.Add("factor", new Constant(new Tensor<float>(new Shape(1), [3])));
        builder.Output("y", builder.Add("product", new Binary(BinaryFunction.Mul), x, factor));
        return builder.Build();
    }

    private static Block BlockOf(Model model) => model.MlProgram.Functions["main"].BlockSpecializations["CoreML5"];

    private static Value Bytes(DataType type, int[] shape, params byte[] bytes) => Immediate(TypeOf(type, shape), new TensorValue { Bytes = new TensorValue.Types.RepeatedBytes { Values = ByteString.CopyFrom(bytes) } });

    private static Value Floats(int[] shape, params float[] values) => Immediate(TypeOf(DataType.Float32, shape), new TensorValue { Floats = new TensorValue.Types.RepeatedFloats { Values = { values } } });

    private static Value Integer(int value) => Immediate(TypeOf(DataType.Int32), new TensorValue { Ints = new TensorValue.Types.RepeatedInts { Values = { value } } });

    private static Value Extents(params int[] extents)
    {
        byte[] bytes = [.. extents.SelectMany(BitConverter.GetBytes)];
        return Bytes(DataType.Uint32, [extents.Length], bytes);
    }

    private static Value Immediate(RefCnn.CoreML.Schema.Mil.ValueType type, TensorValue tensor) => new() { Type = type, ImmediateValue = new Value.Types.ImmediateValue { Tensor = tensor } };

    private static RefCnn.CoreML.Schema.Mil.ValueType TypeOf(DataType element, params int[] shape)
    {
        var tensor = new TensorType { DataType = element, Rank = shape.Length };
        foreach (int extent in shape) tensor.Dimensions.Add(new Dimension { Constant = new Dimension.Types.ConstantDimension { Size = (ulong)extent } });
        return new RefCnn.CoreML.Schema.Mil.ValueType { TensorType = tensor };
    }
}
