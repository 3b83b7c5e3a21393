using RefCnn.ConformanceTests.Cli;
using RefCnn.ConformanceTests.Networks;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.CSource;
using RefCnn.Formats.CSource.Native;
using RefCnn.Networks;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.CSource;

/// <summary>Networks of several nodes in generated C: where values lie, how outputs are made, what files are written.</summary>
public class CSourceNetworkTests : TemporaryFolder
{
    [CompilerFact]
    public void Compile_SeveralInputsAndOutputs_AreTakenInOrder()
    {
        var builder = new NetworkBuilder("two");
        int a = builder.Input("a", new Shape(1, 2)), b = builder.Input("b", new Shape(1, 2));
        builder.Output("difference", builder.Add("sub", new Binary(BinaryFunction.Sub), a, b));
        builder.Output("sum", builder.Add("add", new Binary(BinaryFunction.Add), a, b));

        RunResult result = Run(builder.Build(), new() { ["a"] = Row(5, 7), ["b"] = Row(2, 3) });

        result.Outputs["difference"].ToDouble().Values.Should().Equal(3, 4);
        result.Outputs["sum"].ToDouble().Values.Should().Equal(7, 10);
    }

    [CompilerFact]
    public void Compile_OutputsThatAreInputsConstantsViewsAndTheSameTwice_AreAllWritten()
    {
        var builder = new NetworkBuilder("aliases");
        int x = builder.Input("x", new Shape(1, 2)), relu = builder.Add("relu", new Relu(), x);
        builder.Output("input", x);
        builder.Output("constant", builder.Add("c", new Constant(Row(8, 9))));
        builder.Output("once", relu);
        builder.Output("twice", relu);
        builder.Output("view", builder.Add("reshape", new Reshape(new Shape(2, 1)), relu));

        RunResult result = Run(builder.Build(), new() { ["x"] = Row(-1, 4) });

        result.Outputs["input"].ToDouble().Values.Should().Equal(-1, 4);
        result.Outputs["constant"].ToDouble().Values.Should().Equal(8, 9);
        foreach (string name in new[] { "once", "twice", "view" }) result.Outputs[name].ToDouble().Values.Should().Equal(0, 4);
    }

    [CompilerFact]
    public void Compile_ValueReadAfterAnActivation_IsNotOverwrittenByIt()
    {
        var builder = new NetworkBuilder("late reader");
        int x = builder.Input("x", new Shape(1, 2)), doubled = builder.Add("doubled", new Binary(BinaryFunction.Add), x, x);
        int viewed = builder.Add("viewed", new Reshape(new Shape(2)), doubled), relu = builder.Add("relu", new Relu(), viewed);
        int reread = builder.Add("reread", new Reshape(new Shape(2)), doubled);
        builder.Output("y", builder.Add("y", new Binary(BinaryFunction.Sub), relu, reread));

        RunResult result = Run(builder.Build(), new() { ["x"] = Row(-3, 4) });

        result.Outputs["y"].ToDouble().Values.Should().Equal(6, 0);
    }

    [CompilerFact]
    public void Compile_WithAllTaps_ShowsWhatTheReferenceComputes()
    {
        Network network = Branches();
        var inputs = new Dictionary<string, Tensor<float>> { ["picture"] = SeededTensorOf(network.Shapes[0]) };
        CompileOptions options = new CompileOptions(Threads: 1).WithAllTaps(network);
        using ICompiledNetwork truth = new ReferenceBackend().Compile(network, options), compiled = new CSourceBackend(plain: true).Compile(network, options);

        RunResult expected = truth.Run(inputs), actual = compiled.Run(inputs);

        actual.Taps.Keys.Should().BeEquivalentTo(expected.Taps.Keys);
        foreach ((string node, Tensor tap) in expected.Taps) Closeness.Check(actual.Taps[node], tap.ToDouble(), node);
    }

    [CompilerFact]
    public void Compile_RandomNetworks_ComputeWhatTheReferenceComputes()
    {
        Network[] networks = [.. Enumerable.Range(0, 120).Select(RandomNetwork.Of)];
        var backend = new CSourceBackend(plain: true);
        backend.Prepare(networks);

        foreach (Network network in networks)
        {
            IReadOnlyDictionary<string, Tensor<float>> inputs = SeededInputs.Of(network);
            using ICompiledNetwork truth = new ReferenceBackend().Compile(network, new CompileOptions()), compiled = backend.Compile(network, new CompileOptions());

            RunResult actual = compiled.Run(inputs), expected = truth.Run(inputs);

            foreach ((string output, Tensor value) in expected.Outputs) Closeness.Check(actual.Outputs[output], value.ToDouble(), $"{network.Name}, {output}");
        }
    }

    [CompilerTheory]
    [InlineData("*/ int x; /*")]
    [InlineData("int")]
    [InlineData("relu")]
    [InlineData("new\nline \\\n??/")]
    [InlineData("数字")]
    [InlineData("0/1.5")]
    public void Compile_NameThatCDoesNotHave_IsWrittenOtherwise(string name)
    {
        var builder = new NetworkBuilder(name);
        builder.Output(name + " output", builder.Add(name + " node", new Relu(), builder.Input(name, new Shape(1, 2))));

        RunResult result = Run(builder.Build(), new() { [name] = Row(-1, 2) });

        result.Outputs.Values.Single().ToDouble().Values.Should().Equal(0, 2);
    }

    [CompilerTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void CompileFile_ParametersInTheSourceOrBesideIt_ComputesTheSame(bool external)
    {
        Network network = Branches();
        var inputs = new Dictionary<string, Tensor<float>> { ["picture"] = SeededTensorOf(network.Shapes[0]) };
        CSourceWriter.Write(network, FileAt("my net.c"), new CSourceOptions(external));
        using ICompiledNetwork truth = new ReferenceBackend().Compile(network, new CompileOptions());
        using ICompiledNetwork compiled = new CSourceBackend(plain: true).CompileFile(network, FileAt("my net.c"), new CompileOptions());

        RunResult actual = compiled.Run(inputs);

        File.Exists(FileAt("my net.bin")).Should().Be(external);
        Closeness.Check(actual.Outputs["y"], truth.Run(inputs).Outputs["y"].ToDouble(), "y");
    }

    [Fact]
    public void Write_TwoNetworks_GiveEqualBytes()
    {
        CSourceWriter.Write(Branches(), FileAt("net.c"), new CSourceOptions());
        byte[] first = File.ReadAllBytes(FileAt("net.c"));

        CSourceWriter.Write(Branches(), FileAt("net.c"), new CSourceOptions());

        File.ReadAllBytes(FileAt("net.c")).Should().Equal(first);
    }

    [Fact]
    public void Write_LargePictureWithALargeKernel_NeedsLittleMemoryForItsColumns()
    {
        var builder = new NetworkBuilder("wide");
        int x = builder.Input("x", new Shape(1, 64, 480, 640));
        var layer = new Conv2D(Window2D.Of(9, padding: 4), new Tensor<float>(new Shape(3, 64, 9, 9)));
        builder.Output("y", builder.Add("conv", layer, x));

        var program = new RefCnn.Formats.CSource.Emit.CProgram(builder.Build(), "net");

        program.ArenaSize.Should().BePositive().And.BeLessThan(1 << 20, "all columns at once would take 1.6 billion floats");
    }

    private static RunResult Run(Network network, Dictionary<string, Tensor<float>> inputs)
    {
        using ICompiledNetwork compiled = new CSourceBackend(plain: true).Compile(network, new CompileOptions());
        return compiled.Run(inputs);
    }

    private static Tensor<float> Row(params float[] values) => new(new Shape(1, values.Length), values);

    private static Tensor<float> SeededTensorOf(Shape shape) => new SeededParameters("c source").Centred("input", shape, 1);

    // A convolution read twice, activations, a concatenation and a sum: values that end at different times.
    private static Network Branches()
    {
        var seeds = new SeededParameters("branches");
        var builder = new NetworkBuilder("branches");
        int picture = builder.Input("picture", new Shape(1, 3, 13, 17));
        int conv = builder.Add("conv", new Conv2D(Window2D.Of(3, 2, 1), seeds.Weight("conv", new Shape(8, 3, 3, 3), 27)), picture);
        int relu = builder.Add("relu", new Relu(), conv), tanh = builder.Add("tanh", new Tanh(), conv);
        int pool = builder.Add("pool", new MaxPool2D(Window2D.Of(3, 1, 1)), relu);
        int joined = builder.Add("joined", new Concat(1), pool, tanh);
        int mixed = builder.Add("mixed", new Conv2D(Window2D.Of(1), seeds.Weight("mixed", new Shape(8, 16, 1, 1), 16)), joined);
        int sum = builder.Add("sum", new Binary(BinaryFunction.Add), mixed, relu);
        builder.Output("y", builder.Add("softmax", new Softmax(1), sum));
        return builder.Build();
    }
}
