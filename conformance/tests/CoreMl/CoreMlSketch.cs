using Google.Protobuf;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.CoreML.Schema;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.CoreMl;

/// <summary>A Core ML neural network written message by message, as another tool might, and run on the reference.</summary>
internal sealed class CoreMlSketch
{
    private readonly NeuralNetwork body = new();
    private readonly Model model;

    public CoreMlSketch(params int[] inputShape)
    {
        model = new Model { SpecificationVersion = 1, Description = new ModelDescription(), NeuralNetwork = body };
        model.Description.Input.Add(Array("x", inputShape));
        model.Description.Output.Add(new FeatureDescription { Name = "y", Type = new FeatureType { MultiArrayType = new ArrayFeatureType() } });
    }

    public NeuralNetwork Body => body;

    public Model Model => model;

    public static FeatureDescription Array(string name, params int[] shape) => new()
    {
        Name = name,
        Type = new FeatureType { MultiArrayType = new ArrayFeatureType { Shape = { shape.Select(extent => (long)extent) }, DataType = ArrayFeatureType.Types.ArrayDataType.Double } },
    };

    public static WeightParams Floats(params float[] values) => new() { FloatValue = { values } };

    public static CoreMlSketch Of(NeuralNetworkLayer layer, params int[] inputShape)
    {
        var sketch = new CoreMlSketch(inputShape);
        layer.Name = "layer";
        layer.Input.Add("x");
        layer.Output.Add("y");
        sketch.body.Layers.Add(layer);
        return sketch;
    }

    public CoreMlSketch WithImage(int width, int height, ImageFeatureType.Types.ColorSpace color)
    {
        model.Description.Input[0].Type = new FeatureType { ImageType = new ImageFeatureType { Width = width, Height = height, ColorSpace = color } };
        return this;
    }

    public CoreMlContent Read() => CoreMlReader.Read(model.ToByteArray(), "sketch.mlmodel");

    public Tensor<double> Run(params float[] input) => Run(Read().Network, input);

    public static Tensor<double> Run(Network network, params float[] input)
    {
        using ICompiledNetwork compiled = new ReferenceBackend().Compile(network, new CompileOptions());
        var inputs = new Dictionary<string, Tensor<float>> { ["x"] = new(network.Shapes[network.Inputs[0]], input) };
        return compiled.Run(inputs).Outputs[network.Outputs[0].Name].ToDouble();
    }
}
