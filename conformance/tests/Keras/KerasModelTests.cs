using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats;

namespace RefCnn.ConformanceTests.Keras;

public class KerasModelTests : KerasTest
{
    private const string Input = "{'class_name': 'InputLayer', 'name': 'x', 'config': {'name': 'x', 'batch_input_shape': [null, 2]}, 'inbound_nodes': []}";

    [SharedDataFact]
    public void Import_EmotionClassifier_ComputesTheStoredScores() => SharedModelCheck.Check(
        "xception-keras", "fer2013_mini_XCEPTION.102-0.66.hdf5", new ImportOptions(), "fer2013_mini_XCEPTION.102-0.66.x.npy", "fer2013_mini_XCEPTION.102-0.66.y.npy");

    [Fact]
    public void Import_FileOfKeras1ByTheHdf5Library_ComputesWhatPyTorchComputes() => Fixture.Check("keras1.h5", "keras1");

    [Fact]
    public void Import_ArchiveByTheHdf5Library_ComputesWhatPyTorchComputes() => Fixture.Check("keras3.keras", "keras3");

    [Fact]
    public void Import_SharedLayer_IsCalledTwice()
    {
        string config = Functional(
            $"{Input}, {Layer("Dense", "d", "'use_bias': false", "[['x', 0, 0, {}]], [['d', 0, 0, {}]]")}, {Layer("Add", "sum", "", "[['d', 0, 0, {}], ['d', 1, 0, {}]]")}", "sum");

        Run(new KerasSketch().Weight("d", "kernel:0", [2, 2], 2, 0, 0, 3), config, 1, 1).Values.Should().Equal(6, 12);
    }

    [Fact]
    public void Import_ConnectionsOfKeras3_AreRead()
    {
        const string Tensor = "{'class_name': '__keras_tensor__', 'config': {'shape': [null, 2], 'dtype': 'float32', 'keras_history': ['x', 0, 0]}}";
        string config = "{'class_name': 'Functional', 'config': {'layers': ["
            + "{'class_name': 'InputLayer', 'name': 'x', 'config': {'name': 'x', 'batch_shape': [null, 2]}, 'inbound_nodes': []},"
            + $"{{'class_name': 'Subtract', 'name': 'y', 'config': {{'name': 'y'}}, 'inbound_nodes': [{{'args': [[{Tensor}, {Tensor}]], 'kwargs': {{}}}}]}}"
            + "], 'input_layers': [['x', 0, 0]], 'output_layers': ['y', 0, 0]}}";

        Run(new KerasSketch { Version = "3.3.3" }, config, 1, 2).Values.Should().Equal(0, 0);
    }

    [Fact]
    public void Import_NestedModel_TakesItsWeightsFromTheOuterLayersGroup()
    {
        const string Inner = "{'class_name': 'Sequential', 'name': 'inner', 'config': {'name': 'inner', 'layers': ["
            + "{'class_name': 'Dense', 'config': {'name': 'a', 'use_bias': false, 'batch_input_shape': [null, 2]}},"
            + "{'class_name': 'Dense', 'config': {'name': 'b', 'use_bias': false}}]}, 'inbound_nodes': [[['x', 0, 0, {}]]]}";
        KerasSketch sketch = new KerasSketch().Weight("inner", "a/kernel:0", [2, 2], 2, 0, 0, 2).Weight("inner", "b/kernel:0", [2, 1], 1, 10);

        Run(sketch, Functional($"{Input}, {Inner}", "inner"), 1, 2).Values.Should().Equal(42);
    }

    [Fact]
    public void Import_Concatenate_MapsItsAxisToThePictures()
    {
        const string Picture = "{'class_name': 'InputLayer', 'name': 'x', 'config': {'name': 'x', 'batch_input_shape': [null, 1, 2, 1]}, 'inbound_nodes': []}";
        string config = Functional(
            $"{Picture}, {Layer("MaxPooling2D", "p", "'pool_size': 1", "[['x', 0, 0, {}]]")}, {Layer("Concatenate", "c", "'axis': 3", "[['p', 0, 0, {}], ['x', 0, 0, {}]]")}", "c");

        Run(new KerasSketch(), config, 1, 2).Values.Should().Equal(1, 1, 2, 2);
    }

    [Fact]
    public void Import_OpenBatch_IsOneWithANote() =>
        Import(new KerasSketch(), KerasSketch.Sequential([2], ("ReLU", ""))).Notes.Should().ContainSingle(note => note.Contains("leaves its batch open; 1 was assumed"));

    [Fact]
    public void Import_OpenPicture_AdvisesToGiveItsShape()
    {
        string config = "{'class_name': 'Sequential', 'config': [{'class_name': 'MaxPooling2D', 'config': {'name': 'p', 'batch_input_shape': [null, null, null, 3]}}]}";
        FluentActions.Invoking(() => Import(new KerasSketch(), config)).Should().Throw<ModelFormatException>().WithMessage("*leaves the shape of input 'p_input' open; give it with --input-shape p_input=*");

        Network network = ModelFormats.Load(FileAt("m.h5"), new ImportOptions(new Dictionary<string, Shape> { ["p_input"] = new(1, 4, 6, 3) })).Network;

        network.Shapes[^1].Should().Be(new Shape(1, 2, 3, 3));
        network.Nodes[^1].Layer.Should().BeOfType<Transpose>();
    }

    [Theory]
    [InlineData("{'class_name': 'Sequential'", "has a configuration that is not valid JSON*")]
    [InlineData("{'class_name': 'Sequential', 'config': []}", "has a sequential model without layers")]
    [InlineData("{'class_name': 'Graph', 'config': {}}", "is a model of the class 'Graph'; expected*")]
    [InlineData("{'class_name': 'Model', 'config': {'input_layers': [], 'output_layers': []}}", "has a configuration that does not describe a model*")]
    [InlineData("[]", "has a layer without a class_name")]
    public void Import_ConfigurationThatIsNone_IsRefused(string config, string reason) => FluentActions
        .Invoking(() => Import(new KerasSketch(), config)).Should().Throw<ModelFormatException>().WithMessage($"*m.h5: {reason}");

    [Fact]
    public void Import_LayersInACircle_AreRefused() => FluentActions
        .Invoking(() => Import(new KerasSketch(), Functional($"{Input}, {Layer("ReLU", "a", "", "[['b', 0, 0, {}]]")}, {Layer("ReLU", "b", "", "[['a', 0, 0, {}]]")}", "b")))
        .Should().Throw<ModelFormatException>().WithMessage("*layer 'a' reads tensors that no layer makes, or layers read each other in a circle");

    [Theory]
    [InlineData("m.h5")]
    [InlineData("m.bin")]
    public void Load_DamagedFile_IsRefusedInOneLine(string name)
    {
        File.WriteAllBytes(FileAt(name), [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0]);

        FluentActions.Invoking(() => ModelFormats.Load(FileAt(name), new ImportOptions())).Should().Throw<ModelFormatException>()
            .WithMessage($"*{name}: *").Which.Message.Should().NotContain("\n");
    }

    [Fact]
    public void Load_FileThatEndsEarly_IsRefused()
    {
        new KerasSketch().Weight("y", "y/kernel:0", [2, 1], 3, 4).Weight("y", "y/bias:0", [1], 5).Save(FileAt("whole.h5"), KerasSketch.Sequential([2], ("Dense", "'units': 1")));
        File.WriteAllBytes(FileAt("m.h5"), File.ReadAllBytes(FileAt("whole.h5"))[..^1]);

        FluentActions.Invoking(() => ModelFormats.Load(FileAt("whole.h5"), new ImportOptions())).Should().NotThrow();
        FluentActions.Invoking(() => ModelFormats.Load(FileAt("m.h5"), new ImportOptions())).Should().Throw<ModelFormatException>().WithMessage("*m.h5: ends early: it has * bytes of the * that it states; copy it again");
    }

    private static string Layer(string type, string name, string config, string calls) =>
        $"{{'class_name': '{type}', 'name': '{name}', 'config': {{'name': '{name}'{(config.Length > 0 ? $", {config}" : "")}}}, 'inbound_nodes': [{calls}]}}";

    private static string Functional(string layers, string output) =>
        $"{{'class_name': 'Model', 'config': {{'layers': [{layers}], 'input_layers': [['x', 0, 0]], 'output_layers': [['{output}', 0, 0]]}}}}";
}
