using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats;
using RefCnn.Formats.Onnx.Schema;

namespace RefCnn.ConformanceTests.Onnx;

public class OnnxGraphTests
{
    [Fact]
    public void Import_NodesOutOfOrder_AreReordered()
    {
        var graph = new GraphSketch().Input("x", [2], -1, 2).Node("Neg", "a", "y").Node("Relu", "x", "a").Output("y");

        graph.Run()[0].Values.Should().Equal(0, -2);
    }

    [Fact]
    public void Import_NodesInACircle_AreRefusedByName()
    {
        var graph = new GraphSketch().Input("x", [2]).Node("Add", "x b", "a").Node("Relu", "a", "b").Output("b");

        graph.Importing().Should().Throw<ModelFormatException>().WithMessage("sketch.onnx: nodes read each other in a circle: *'a'*");
    }

    [Fact]
    public void Import_TensorThatNothingMakes_IsRefused()
    {
        var graph = new GraphSketch().Input("x", [2]).Node("Add", "x ghost", "y").Output("y");

        graph.Importing().Should().Throw<ModelFormatException>()
            .WithMessage("sketch.onnx: node 'y' (Add, opset 13): reads 'ghost', which nothing makes");
    }

    [Fact]
    public void Import_TwoNodesMakeOneTensor_IsRefused()
    {
        var graph = new GraphSketch().Input("x", [2]).Node("Relu", "x", "y").Node("Neg", "x", "y").Output("y");

        graph.Importing().Should().Throw<ModelFormatException>().WithMessage("*makes 'y', which is there already*");
    }

    [Fact]
    public void Import_UnknownOperator_IsRefusedWithNodeAndOpset()
    {
        var graph = new GraphSketch(17).Input("x", [2]).Node("Einsum", "x", "y").Output("y");

        graph.Importing().Should().Throw<ModelFormatException>().WithMessage("sketch.onnx: node 'y' (Einsum, opset 17): the operator is not supported");
    }

    [Fact]
    public void Import_ConstraintOfALayer_IsRefusedWithTheModelsNode()
    {
        var graph = new GraphSketch().Input("x", [1, 2, 4, 4]).Floats("w", [1, 3, 1, 1], 1, 1, 1).Node("Conv", "x w", "y").Output("y");

        graph.Importing().Should().Throw<ModelFormatException>().WithMessage("*node 'y' (Conv, opset 13): *input has 2 channels; expected 3*conv2d C4*");
    }

    [Fact]
    public void Import_WeightIsAnInputWithoutValue_AdvisesToGiveIt()
    {
        var graph = new GraphSketch().Input("x", [1, 1, 2, 2]).Input("W", [1, 1, 1, 1]).Node("Conv", "x W", "y").Output("y");

        graph.Importing().Should().Throw<ModelFormatException>().WithMessage("*input 1 ('W')*give --input W=file.npy");
    }

    [Fact]
    public void Import_WeightIsAnInputWithValue_IsPartOfTheNetwork()
    {
        var graph = new GraphSketch().Input("x", [1, 1, 1, 2], 3, 4).Input("W", [1, 1, 1, 1]).Node("Transpose", "W", "v").Node("Conv", "x v", "y").Output("y");
        ImportOptions given = GraphSketch.Given("W", new Shape(1, 1, 1, 1), 2);

        graph.Import(given).Network.Inputs.Should().ContainSingle();
        graph.Run(given)[0].Values.Should().Equal(6, 8);
    }

    [Fact]
    public void Import_ValueThatNoLayerNeedsAtImport_StaysAnInput()
    {
        var graph = new GraphSketch().Input("x", [2], 3, 4).Input("b", [2], 1, 1).Node("Add", "x b", "y").Output("y");

        graph.Import(GraphSketch.Given("b", new Shape(2), 1, 1)).Network.Inputs.Should().HaveCount(2);
    }

    [Fact]
    public void Import_UnknownInputName_IsRefusedWithTheKnownOnes()
    {
        var graph = new GraphSketch().Input("x", [2]).Node("Relu", "x", "y").Output("y");

        graph.Importing(GraphSketch.Given("z", new Shape(2), 1, 1)).Should().Throw<ModelFormatException>().WithMessage("*no input 'z'; it has 'x'");
    }

    [Fact]
    public void Import_OpenBatch_IsOneWithANote()
    {
        ImportedModel model = new GraphSketch().Input("x", ["N", 3]).Node("Relu", "x", "y").Output("y").Import();

        model.Network.Shapes[0].Should().Be(new Shape(1, 3));
        model.Notes.Should().ContainSingle().Which.Should().Contain("batch");
    }

    [Fact]
    public void Import_OpenExtent_IsRefusedUntilGiven()
    {
        var graph = new GraphSketch().Input("x", [1, 3, "height", "width"]).Node("Relu", "x", "y").Output("y");

        graph.Importing().Should().Throw<ModelFormatException>().WithMessage("*open shape 1×3×height×width*--input-shape x=1x3x224x224*");
        var options = new ImportOptions(new Dictionary<string, Shape> { ["x"] = new(1, 3, 5, 7) });
        graph.Import(options).Network.Shapes[0].Should().Be(new Shape(1, 3, 5, 7));
    }

    [Fact]
    public void Import_ShapeAgainstTheModel_IsRefused()
    {
        var graph = new GraphSketch().Input("x", [1, 3]).Node("Relu", "x", "y").Output("y");

        graph.Importing(new ImportOptions(new Dictionary<string, Shape> { ["x"] = new(1, 4) })).Should().Throw<ModelFormatException>()
            .WithMessage("*input 'x' is given with shape 1×4; the model expects 1×3");
    }

    [Fact]
    public void Import_OutputIsAnInput_IsAnIdentity()
    {
        Network network = new GraphSketch().Input("x", [2]).Output("x").Import().Network;

        network.Outputs.Should().ContainSingle().Which.Name.Should().Be("x");
        network.Nodes[network.Outputs[0].Node].Layer.Should().BeOfType<Identity>();
    }

    [Fact]
    public void Import_ChainOfSizes_IsFolded()
    {
        Network network = new GraphSketch()
            .Input("x", [2, 3, 4])
            .Node("Shape", "x", "shape")
            .Node("Constant", "", "zero", ("value_int", 0))
            .Node("Gather", "shape zero", "batch")
            .Node("Unsqueeze", "batch first", "row").Integers("first", 0)
            .Node("Concat", "row rest", "target", ("axis", 0)).Integers("rest", -1)
            .Node("Reshape", "x target", "y").Output("y").Import().Network;

        network.Nodes.Select(node => node.Layer.Kind).Should().Equal("input", "reshape");
        network.Shapes[1].Should().Be(new Shape(2, 12));
    }

    [Fact]
    public void Import_IntegersDividedAtRunTime_AreRefused()
    {
        var graph = new GraphSketch().Input("x", [2]).Input("z", [2]).Node("Div", "x z", "y").Output("y");
        foreach (ValueInfoProto input in graph.Model.Graph.Input) input.Type.TensorType.ElemType = TensorProto.Types.DataType.Int32;

        graph.Importing().Should().Throw<ModelFormatException>().WithMessage("*integers at run time*");
    }

    [Fact]
    public void Load_UnknownExtension_ListsWhatIsSupported()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "model.xyz");
        File.WriteAllText(path, "hello");
        Action load = () => ModelFormats.Load(path, new ImportOptions());

        load.Should().Throw<ModelFormatException>().WithMessage("*no known format; supported are ONNX (.onnx)*");
    }

    [Fact]
    public void Load_TextNamedOnnx_IsRefused()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "model.onnx");
        File.WriteAllText(path, "hello");
        Action load = () => ModelFormats.Load(path, new ImportOptions());

        load.Should().Throw<ModelFormatException>().WithMessage("*is not an ONNX model*");
    }
}
