using System.Collections.Immutable;
using System.Text;
using Google.Protobuf;
using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML;
using RefCnn.CoreML.Schema;
using RefCnn.CoreML.Schema.Mil;

namespace RefCnn.ConformanceTests.CoreMl;

/// <summary>Each rule of the validator on a file that breaks it alone.</summary>
public class ValidatorTests : TemporaryFolder
{
    [Fact]
    public void NeuralNetwork_AsWritten_HasNoFaults() => Faults(_ => { }).Should().BeEmpty();

    [Fact]
    public void NeuralNetwork_WithTooFewWeights_IsAtFault() =>
        Faults(body => body.Layers[0].Convolution.Weights.FloatValue.RemoveAt(0)).Should().ContainSingle(fault => fault.Contains("has 11 weights; expected 12"));

    [Fact]
    public void NeuralNetwork_WithoutPaddingType_IsAtFault() =>
        Faults(body => body.Layers[0].Convolution.ClearConvolutionPaddingType()).Should().ContainSingle(fault => fault.Contains("has no padding type"));

    [Fact]
    public void NeuralNetwork_WithWeightsInTwoEncodings_IsAtFault() =>
        Faults(body => body.Layers[0].Convolution.Weights.Float16Value = ByteString.CopyFrom(new byte[24])).Should().Contain(fault => fault.Contains("in 2 encodings"));

    [Fact]
    public void NeuralNetwork_WithWeightsAndBiasesOfTwoWidths_IsAtFault() => Faults(body =>
    {
        body.Layers[0].Convolution.Bias = new WeightParams { Float16Value = ByteString.CopyFrom(new byte[6]) };
    }).Should().Contain(fault => fault.Contains("different widths"));

    [Fact]
    public void NeuralNetwork_WithFloat16Weights_NeedsVersion2() => Faults(body =>
    {
        body.Layers[0].Convolution.Weights = new WeightParams { Float16Value = ByteString.CopyFrom(new byte[24]) };
        body.Layers[0].Convolution.Bias = new WeightParams { Float16Value = ByteString.CopyFrom(new byte[6]) };
    }).Should().ContainSingle(fault => fault.Contains("has specification version 1; its layers need 2"));

    [Fact]
    public void NeuralNetwork_WithLayerOfVersion4BelowRank5Shapes_IsAtFault() =>
        Faults(body => body.Layers[1].Tanh = new TanhLayerParams()).Should().Contain(fault => fault.Contains("needs exact shapes"));

    [Fact]
    public void NeuralNetwork_WithLinesOfVersion5BelowRank5Shapes_IsAtFault() => Faults(body => body.Layers[1].Upsample = new UpsampleLayerParams
    {
        ScalingFactor = { 2, 2 },
        Mode = UpsampleLayerParams.Types.InterpolationMode.Bilinear,
        LinearUpsampleMode = UpsampleLayerParams.Types.LinearUpsampleMode.AlignCornersFalse,
    }).Should().Contain(fault => fault.Contains("needs exact shapes"));

    [Fact]
    public void NeuralNetwork_ConvolutionOfThreeExactDimensions_IsAtFault() =>
        Faults(body => body.ArrayInputShapeMapping = NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping).Should().Contain(fault => fault.Contains("reads 3 dimensions; expected 4 or more"));

    [Fact]
    public void Model_WithoutInputs_NeedsVersion9()
    {
        var builder = new NetworkBuilder("constant");
        builder.Output("y", builder.Add("numbers", new Constant(new Tensor<float>(new Shape(2), [1, 2]))));
        Model model = Model.Parser.ParseFrom(CoreMlModel.NeuralNetworkBytes(builder.Build()));
        Validate(model).Faults.Should().BeEmpty();
        model.SpecificationVersion = 8;
        Validate(model).Faults.Should().ContainSingle(fault => fault.Contains("needs version 9"));
    }

    [Fact]
    public void NeuralNetwork_ThatReadsWhatNothingMakes_IsAtFault() =>
        Faults(body => body.Layers[1].Input[0] = "nowhere").Should().ContainSingle(fault => fault.Contains("reads 'nowhere'"));

    [Fact]
    public void NeuralNetwork_WithoutActivation_IsAtFault() =>
        Faults(body => body.Layers[1].Activation.ClearNonlinearityType()).Should().ContainSingle(fault => fault.Contains("has no activation"));

    [Fact]
    public void Scaler_WithoutScale_IsAtFault()
    {
        CoreMlSketch sketch = CoreMlSketch.Of(new NeuralNetworkLayer { Softmax = new SoftmaxLayerParams() }, 1, 1, 1).WithImage(1, 1, ImageFeatureType.Types.ColorSpace.Grayscale);
        sketch.Model.Description.Output[0].Type.MultiArrayType.DataType = ArrayFeatureType.Types.ArrayDataType.Double;
        sketch.Body.Preprocessing.Add(new NeuralNetworkPreprocessing { FeatureName = "x", Scaler = new NeuralNetworkImageScaler() });
        Validate(sketch.Model).Faults.Should().ContainSingle(fault => fault.Contains("scale 0"));
    }

    [Fact]
    public void LayerWithoutRule_IsNotCheckedAndSaysSo()
    {
        CoreMlSketch sketch = CoreMlSketch.Of(new NeuralNetworkLayer { UniDirectionalLSTM = new UnsupportedLayerParams() }, 1);
        Validate(sketch.Model).Unchecked.Should().ContainSingle(note => note.Contains("UniDirectionalLSTM"));
    }

    [Fact]
    public void Program_AsWritten_HasNoFaults() => ProgramFaults((_, _) => { }).Should().BeEmpty();

    [Fact]
    public void Program_WithAnotherShapeThanItsInputsMake_IsAtFault() => ProgramFaults((_, block) =>
        Operation(block, "conv").Outputs[0].Type.TensorType.Dimensions[1].Constant.Size = 4).Should().Contain(fault => fault.Contains("its inputs make Float32 [1, 3, 1, 1]"));

    [Fact]
    public void Program_WithoutARequiredParameter_IsAtFault() =>
        ProgramFaults((_, block) => Operation(block, "conv").Inputs.Remove("weight")).Should().ContainSingle(fault => fault.Contains("has no weight"));

    [Fact]
    public void Program_WithAParameterThatIsNone_IsAtFault() =>
        ProgramFaults((_, block) => Operation(block, "relu").Inputs.Add("alpha", Operation(block, "relu").Inputs["x"])).Should().ContainSingle(fault => fault.Contains("has alpha, which it does not take"));

    [Fact]
    public void Program_WithAComputedBias_IsAtFault() => ProgramFaults((_, block) =>
        Operation(block, "conv").Inputs["bias"].Arguments[0].Name = "x").Should().Contain(fault => fault.Contains("computes bias; expected constants"));

    [Fact]
    public void Program_WithANameThatIsNoIdentifier_IsAtFault() =>
        ProgramFaults((_, block) => Operation(block, "const").Outputs[0].Name = "0:weights").Should().Contain(fault => fault.Contains("no identifier"));

    [Fact]
    public void Program_WithANameTwice_IsAtFault() => ProgramFaults((_, block) => block.Operations.Insert(1, block.Operations[0].Clone())).Should().Contain(fault => fault.Contains("is made twice"));

    [Fact]
    public void Program_WithALaterOperationSet_NeedsItsVersion() => ProgramFaults((model, block) =>
    {
        Function main = model.MlProgram.Functions["main"];
        main.Opset = "CoreML7";
        main.BlockSpecializations.Add("CoreML7", block);
    }).Should().ContainSingle(fault => fault.Contains("CoreML7 needs 8"));

    [Fact]
    public void Program_WithMixedElements_IsAtFault() => ProgramFaults((_, block) =>
    {
        Operation bias = block.Operations.First(operation => operation.Type == "const" && operation.Outputs[0].Name.EndsWith("bias", StringComparison.Ordinal));
        Value half = new() { Type = bias.Outputs[0].Type.Clone(), ImmediateValue = new Value.Types.ImmediateValue { Tensor = new TensorValue { Bytes = new TensorValue.Types.RepeatedBytes { Values = ByteString.CopyFrom(new byte[6]) } } } };
        half.Type.TensorType.DataType = DataType.Float16;
        (bias.Attributes["val"], bias.Outputs[0].Type) = (half, half.Type.Clone());
    }).Should().ContainSingle(fault => fault.Contains("expected one element type"));

    [Fact]
    public void Program_WithHalvesAmongFloats_IsAtFault() => ProgramFaults((_, block) =>
        block.Operations.First(operation => operation.Type == "const" && operation.Attributes["val"].ImmediateValue?.Tensor.ValueCase == TensorValue.ValueOneofCase.Floats)
            .Attributes["val"].ImmediateValue.Tensor = new TensorValue { Bytes = new TensorValue.Types.RepeatedBytes { Values = ByteString.CopyFrom(new byte[12]) } })
        .Should().ContainSingle(fault => fault.Contains("is of Float32 in Bytes; expected Floats"));

    [Theory]
    [InlineData(0, "has 2 bytes", "version")]
    [InlineData(4, "has version", "version")]
    [InlineData(40, "reserved bytes", "header")]
    [InlineData(64, "mark of a blob", "mark")]
    [InlineData(68, "element type", "type")]
    [InlineData(80, "has its data at", "offset")]
    [InlineData(100, "reserved bytes", "description")]
    public void WeightFile_WithAByteChanged_IsAtFault(int at, string fault, string what)
    {
        CoreMlPackage package = CoreMlModel.ProgramParts(Small());
        byte[] weights = package.Weights.ToArray();
        weights[at] += 40;
        CoreMlFindings findings = CoreMlValidator.Validate(package with { Weights = weights }, what);
        if (at == 0) findings.Faults.Should().Contain(found => found.Contains("weight.bin"));
        else findings.Faults.Should().Contain(found => found.Contains(fault));
    }

    [Fact]
    public void WeightFile_WithBytesAfterItsEnd_IsAtFault()
    {
        CoreMlPackage package = CoreMlModel.ProgramParts(Small());
        CoreMlValidator.Validate(package with { Weights = (byte[])[.. package.Weights.Span, 0] }, "longer").Faults.Should().ContainSingle(fault => fault.Contains("1 bytes after its last blob"));
    }

    [Theory]
    [InlineData("\"1.0.0\"", "\"2.0.0\"", "fileFormatVersion '2.0.0'")]
    [InlineData("com.apple.CoreML/weights\"", "com.apple.CoreML/nowhere\"", "does not exist")]
    [InlineData("com.apple.CoreML/weights\"", "../../weights\"", "outside the package")]
    [InlineData("\"name\": \"weights\",", "", "has no name")]
    public void Manifest_WithAnEntryChanged_IsAtFault(string from, string to, string fault)
    {
        string path = FileAt("changed.mlpackage"), manifest = Path.Combine(path, "Manifest.json");
        CoreMlModel.Write(Small(), path);
        File.WriteAllText(manifest, File.ReadAllText(manifest, Encoding.UTF8).Replace(from, to, StringComparison.Ordinal));
        CoreMlValidator.Validate(path).Faults.Should().ContainSingle(found => found.Contains(fault));
    }

    [Fact]
    public void Classifier_AsWritten_HasNoFaultsInEitherFormat()
    {
        var options = new EmitOptions(ClassLabels: ["cat", "dog", "newt"], Image: new ImageInput(ImageColor.Grayscale, 0.5f));
        CoreMlValidator.Validate(new CoreMlPackage(CoreMlModel.NeuralNetworkBytes(Small(), options), ReadOnlyMemory<byte>.Empty), "c.mlmodel").Faults.Should().BeEmpty();
        foreach (CoreMlPrecision precision in Enum.GetValues<CoreMlPrecision>())
            CoreMlValidator.Validate(CoreMlModel.ProgramParts(Small(), options with { Precision = precision }), "c.mlpackage").Faults.Should().BeEmpty();
    }

    [Fact]
    public void Classifier_WithAClassTooMany_IsAtFault()
    {
        CoreMlPackage package = CoreMlModel.ProgramParts(Small(), new EmitOptions(ClassLabels: ["cat", "dog", "newt"]));
        Model model = Model.Parser.ParseFrom(package.Model.Span);
        ListValue classes = Operation(BlockOf(model), "classify").Inputs["classes"].Arguments[0].Value.ImmediateValue.List;
        classes.Values.Add(classes.Values[0].Clone());
        CoreMlValidator.Validate(package with { Model = model.ToByteArray() }, "c.mlpackage").Faults.Should().Contain(fault => fault.Contains("has 4 classes for 3 probabilities"));
    }

    private static CoreMlFindings Validate(Model model) => CoreMlValidator.Validate(new CoreMlPackage(model.ToByteArray(), ReadOnlyMemory<byte>.Empty), "sketch.mlmodel");

    private static ImmutableArray<string> Faults(Action<NeuralNetwork> change)
    {
        Model model = Model.Parser.ParseFrom(CoreMlModel.NeuralNetworkBytes(Small()));
        change(model.NeuralNetwork);
        return Validate(model).Faults;
    }

    private static ImmutableArray<string> ProgramFaults(Action<Model, Block> change)
    {
        CoreMlPackage package = CoreMlModel.ProgramParts(Small());
        Model model = Model.Parser.ParseFrom(package.Model.Span);
        change(model, BlockOf(model));
        return CoreMlValidator.Validate(package with { Model = model.ToByteArray() }, "small.mlpackage").Faults;
    }

    private static Block BlockOf(Model model) => model.MlProgram.Functions["main"].BlockSpecializations["CoreML5"];

    private static Operation Operation(Block block, string type) => block.Operations.First(operation => operation.Type == type);

    private static Network Small()
    {
        var builder = new NetworkBuilder("small");
        int x = builder.Input("x", new Shape(1, 1, 2, 2));
        var weight = new Tensor<float>(new Shape(3, 1, 2, 2), [.. Enumerable.Range(-6, 12).Select(value => (float)value)]);
        int convolution = builder.Add("conv", new Conv2D(Window2D.Of(2), weight, new Tensor<float>(new Shape(3), [1, 2, 3])), x);
        builder.Output("y", builder.Add("relu", new Relu(), convolution));
        return builder.Build();
    }
}
