using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx;
using RefCnn.Formats.Onnx.Export;
using RefCnn.Formats.Onnx.Schema;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Onnx;

public class OnnxExportTests
{
    public static TheoryData<string> Vectors =>
        [.. VectorFiles.In(VectorFiles.FindDirectory()).Where(path => VectorReader.Read(path) is { Expected: Expectation.Valid, Layer: not Input })];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Export_LayerOfAVector_ComputesTheSameWhenImported(string path)
    {
        VectorCase vector = VectorReader.Read(path);
        Network network = NetworkOf(vector);

        Network imported = OnnxImporter.Import(ModelProto.Parser.ParseFrom(OnnxExporter.ToBytes(network, new OnnxExportOptions())), "round.onnx", new()).Network;

        Tensor<double> expected = Run(network, vector), actual = Run(imported, vector);
        actual.Shape.Should().Be(expected.Shape);
        double scale = expected.Values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < expected.Count; i++)
        {
            // ONNX keeps ε, α and scales in float32: what they enter differs by their rounding.
            if (double.IsFinite(expected[i])) actual[i].Should().BeApproximately(expected[i], 1e-6 * scale);
            else actual[i].Should().Be(expected[i]);
        }
    }

    [Fact]
    public void ToBytes_Twice_GivesTheSameBytes()
    {
        Network network = Dense(new Shape(300, 4));

        OnnxExporter.ToBytes(network, new()).Should().Equal(OnnxExporter.ToBytes(network, new()));
    }

    [Fact]
    public void ToBytes_HalfOfAWeightBeyondFloat16_IsRefused()
    {
        var builder = new NetworkBuilder("large");
        builder.Output("y", builder.Add("fc", new Dense(new Tensor<float>(new Shape(1, 1), [70000])), builder.Input("x", new Shape(1, 1))));

        Action export = () => OnnxExporter.ToBytes(builder.Build(), new OnnxExportOptions(OnnxPrecision.Float16));

        export.Should().Throw<RefCnnException>().WithMessage("*'fc/weight' holds 70000, which float16 cannot*");
    }

    internal static Network Dense(Shape weight)
    {
        var values = new Tensor<float>(weight);
        for (int i = 0; i < values.Count; i++) values[i] = i % 7;
        var builder = new NetworkBuilder("fully");
        builder.Output("y", builder.Add("fc", new Dense(values), builder.Input("x", new Shape(2, weight[1]))));
        return builder.Build();
    }

    private static Network NetworkOf(VectorCase vector)
    {
        var builder = new NetworkBuilder(vector.Id);
        int[] inputs = [.. vector.Inputs.Select((tensor, i) => builder.Input($"input{i}", tensor.Shape))];
        builder.Output("output", builder.Add("layer", vector.Layer, inputs));
        return builder.Build();
    }

    private static Tensor<double> Run(Network network, VectorCase vector)
    {
        using ICompiledNetwork compiled = new ReferenceBackend().Compile(network, new CompileOptions(1));
        return compiled.Run(vector.Inputs.Select((tensor, i) => ($"input{i}", tensor)).ToDictionary()).Outputs["output"].ToDouble();
    }
}
