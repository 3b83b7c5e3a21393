using RefCnn.Accelerate;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Accelerate;

/// <summary>An input that only a convolution reads is read where the caller has it, any other is copied: neither may be seen from outside.</summary>
public class InputFeedTests
{
    private static readonly Shape Picture = new(2, 3, 9, 8);
    private static readonly SeededParameters Parameters = new("input-feed");

    private static readonly Dictionary<string, Action<NetworkBuilder, int>> Readers = new()
    {
        ["a convolution"] = (builder, x) => builder.Output("y", Convolution(builder, "first", x)),
        ["a convolution after a change of shape"] = (builder, x) => builder.Output("y", Convolution(builder, "first", builder.Add("shaped", new Reshape(new Shape(2, 3, 8, 9)), x))),
        ["two convolutions"] = (builder, x) => builder.Output("y", builder.Add("sum", new Binary(BinaryFunction.Add), Convolution(builder, "first", x), Convolution(builder, "second", x))),
        ["a convolution and an activation"] = (builder, x) =>
        {
            builder.Output("y", Convolution(builder, "first", x));
            builder.Output("z", builder.Add("relu", new Relu(), x));
        },
        ["a convolution and the caller"] = (builder, x) =>
        {
            builder.Output("y", Convolution(builder, "first", x));
            builder.Output("z", builder.Add("same", new Identity(), x));
        },
        ["the caller"] = (builder, x) => builder.Output("y", x),
    };

    public static TheoryData<string> Names => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_OtherValuesEachTime_GivesTheirOutputs(string readers)
    {
        Network network = NetworkOf(readers);
        using ICompiledNetwork reference = new ReferenceBackend().Compile(network, new CompileOptions(1)), compiled = new AccelerateBackend().Compile(network, new CompileOptions(2));
        foreach (int seed in (int[])[1, 2, 1])
        {
            var values = new Dictionary<string, Tensor<float>> { ["x"] = Parameters.Between($"x{seed}", Picture, -1, 1) };
            float[] before = [.. values["x"].Values];

            RunResult result = compiled.Run(values), expected = reference.Run(values);

            foreach ((string name, Tensor tensor) in expected.Outputs)
            {
                float[] wanted = tensor.ToSingle().Values;
                result.Outputs[name].ToSingle().Values.Zip(wanted).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) <= 1e-5f * wanted.Max(Math.Abs), "of {0}", name);
            }

            values["x"].Values.Should().Equal(before);
        }
    }

    [Fact]
    public void Run_WithTheInputAsATap_GivesIt()
    {
        Network network = NetworkOf("a convolution");
        using ICompiledNetwork compiled = new AccelerateBackend().Compile(network, new CompileOptions(1, ["x"]));
        var values = new Dictionary<string, Tensor<float>> { ["x"] = Parameters.Between("x", Picture, -1, 1) };

        compiled.Run(values).Taps["x"].ToSingle().Values.Should().Equal(values["x"].Values);
    }

    private static Network NetworkOf(string readers)
    {
        var builder = new NetworkBuilder("fed");
        Readers[readers](builder, builder.Input("x", Picture));
        return builder.Build();
    }

    private static int Convolution(NetworkBuilder builder, string name, int x) => builder.Add(name, new Conv2D(Window2D.Of(3, 1, 1), Parameters.Weight(name, new Shape(16, 3, 3, 3), 27)), x);
}
