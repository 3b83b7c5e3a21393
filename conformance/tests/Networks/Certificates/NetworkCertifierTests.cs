using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Networks.Certificates;

public class NetworkCertifierTests
{
    private static readonly Network Residual = BuildResidual();

    private static readonly Dictionary<string, Tensor<float>> Inputs = new() { ["x"] = Seeded("x", new Shape(1, 3, 8, 8), 512, -9) };

    [Fact]
    public void Certify_RoundedEngine_ProvesEveryLayer()
    {
        NetworkCertificate certificate = Certify(new ProbedBackend());

        certificate.Verdict.Should().Be(Verdict.Pass, certificate.Message);
        certificate.Message.Should().Be("10 of 10 layers proven");
        certificate.Margin.Should().BeInRange(1e-6, 1);
    }

    [Fact]
    public void Certify_FaultInOneLayer_NamesThatLayerAlone()
    {
        NetworkCertificate certificate = Certify(new ProbedBackend { Change = AddTo("conv2") });

        certificate.Verdict.Should().Be(Verdict.Fail);
        certificate.Layers.Where(layer => layer.Verdict == Verdict.Fail).Should().ContainSingle().Which.Node.Should().Be("conv2");
        certificate.Message.Should().StartWith("layer 'conv2' (#4, conv2d): worst at [0, 0, 0, 5]: expected ").And.EndWith("; 9 of 10 layers proven");
    }

    [Fact]
    public void Certify_InputsThatTheEngineChanged_AreTheFirstBadLayer() =>
        Certify(new ProbedBackend { Change = AddTo("x") }).FirstBad!.Node.Should().Be("x");

    [Fact]
    public void Certify_OutputOtherThanItsTap_Fails() =>
        Certify(new ProbedBackend { ChangeOutput = output => output.Map(y => y + 1) }).Message.Should().Contain("output 'logits' is not what the tap of its node shows");

    [Fact]
    public void Certify_HiddenLayers_AreProvenWithTheNextOne()
    {
        NetworkCertificate certificate = Certify(new ProbedBackend { Hidden = new HashSet<string> { "conv1", "norm1", "conv2" } });

        certificate.Verdict.Should().Be(Verdict.Pass, certificate.Message);
        certificate.Layers.Single(layer => layer.Node == "relu1").Group.Should().Equal("conv1", "norm1");
        certificate.Layers.Single(layer => layer.Node == "sum").Group.Should().Equal("conv2");
        certificate.Message.Should().Be("10 of 10 layers proven");
    }

    [Fact]
    public void Certify_FaultInsideAGroup_NamesTheGroupsLastLayer()
    {
        NetworkCertificate certificate = Certify(new ProbedBackend { Hidden = new HashSet<string> { "conv2" }, Change = AddTo("conv2") });

        certificate.FirstBad!.Node.Should().Be("sum");
        certificate.Layers.Count(layer => layer.Verdict == Verdict.Fail).Should().Be(1);
    }

    [Fact]
    public void Certify_SumOfProductsAfterHiddenLayers_IsNotClaimedAsProven()
    {
        NetworkCertificate certificate = Certify(new ProbedBackend { Hidden = new HashSet<string> { "pool", "flat" } });

        certificate.Verdict.Should().Be(Verdict.Mistrusted);
        certificate.Message.Should().Be(
            "layer 'dense' (#8, dense): reads what the backend does not show (pool, flat), through which no bound is known; 7 of 10 layers proven");
    }

    [Fact]
    public void Certify_InManyPasses_ProvesTheSame()
    {
        var backend = new ProbedBackend { Hidden = new HashSet<string> { "conv1", "norm1" } };

        NetworkCertificate certificate = new NetworkCertifier(backend, new CompileOptions(1), valuesPerPass: 1).Certify(Residual, Inputs);

        certificate.Layers.Select(layer => (layer.Node, layer.Margin)).Should().Equal(Certify(backend).Layers.Select(layer => (layer.Node, layer.Margin)));
    }

    [Fact]
    public void Certify_OnSeveralThreads_ProvesTheSame()
    {
        var backend = new ProbedBackend { Hidden = new HashSet<string> { "conv1", "norm1" }, Change = AddTo("sum") };

        NetworkCertificate certificate = new NetworkCertifier(backend, new CompileOptions(4)).Certify(Residual, Inputs);

        certificate.Message.Should().Be(Certify(backend).Message);
        certificate.Layers.Should().BeEquivalentTo(Certify(backend).Layers, options => options.WithStrictOrdering());
    }

    [Fact]
    public void Certify_NotANumber_Fails() =>
        Certify(new ProbedBackend { Change = (node, output) => node == "sum" ? output.Map(_ => double.NaN) : output }).FirstBad!.Node.Should().Be("sum");

    [Fact]
    public void Certify_FaultInOneLayer_WritesThatLayerByItself()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("refcnn-reproduce-");
        try
        {
            var certifier = new NetworkCertifier(new ProbedBackend { Change = AddTo("conv2") }, new CompileOptions(1)) { Reproduction = new ReproductionFolder(folder.FullName) };

            certifier.Certify(Residual, Inputs).Message.Should().Contain($"; by itself: refcnn verify --layers --vectors {folder.FullName}");

            VectorCase vector = VectorSet.Load(folder.FullName).Cases.Should().ContainSingle().Which;
            vector.Id.Should().Be("conv2d/residual-conv2");
            LayerVerifier.Verify(vector, new ProbedBackend(), new CompileOptions(1)).Verdict.Should().Be(Verdict.Pass);
            LayerVerifier.Verify(vector, new ProbedBackend { Change = AddTo("layer") }, new CompileOptions(1)).Verdict.Should().Be(Verdict.Fail);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Certify_NoFault_WritesNothing()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        new NetworkCertifier(new ProbedBackend(), new CompileOptions(1)) { Reproduction = new ReproductionFolder(folder) }.Certify(Residual, Inputs);

        Directory.Exists(folder).Should().BeFalse();
    }

    [Fact]
    public void Certify_Cancelled_GivesUp()
    {
        Action certify = () => new NetworkCertifier(new ProbedBackend(), new CompileOptions(1)).Certify(Residual, Inputs, null, new CancellationToken(true));

        certify.Should().Throw<OperationCanceledException>();
    }

    private static NetworkCertificate Certify(ProbedBackend backend) => new NetworkCertifier(backend, new CompileOptions(1)).Certify(Residual, Inputs);

    private static Func<string, Tensor<double>, Tensor<double>> AddTo(string faulty) => (node, output) =>
    {
        if (node != faulty) return output;
        Tensor<double> changed = output.Map(y => y);
        changed[5] += 1e-3;
        return changed;
    };

    private static Network BuildResidual()
    {
        var builder = new NetworkBuilder("residual");
        int x = builder.Input("x", new Shape(1, 3, 8, 8));
        int conv = builder.Add("conv1", new Conv2D(Window2D.Of(3, 1, 1), Seeded("conv1", new Shape(4, 3, 3, 3), 512, -10)), x);
        var channels = new Shape(4);
        int norm = builder.Add(
            "norm1",
            new BatchNorm(Seeded("mean", channels, 64, -8), Seeded("variance", channels, 64, -8).Map(v => v + 1), Seeded("scale", channels, 64, -8).Map(v => v - 1), Seeded("shift", channels, 64, -8), 1e-3),
            conv);
        int relu = builder.Add("relu1", new Relu(), norm);
        int second = builder.Add("conv2", new Conv2D(Window2D.Of(3, 1, 1), Seeded("conv2", new Shape(4, 4, 3, 3), 512, -10)), relu);
        int sum = builder.Add("sum", new Binary(BinaryFunction.Add), second, relu);
        int pool = builder.Add("pool", new MaxPool2D(Window2D.Of(2, 2)), sum);
        int flat = builder.Add("flat", new Flatten(), pool);
        int dense = builder.Add("dense", new Dense(Seeded("dense", new Shape(5, 64), 512, -11)), flat);
        int softmax = builder.Add("softmax", new Softmax(1), dense);
        builder.Output("logits", dense);
        builder.Output("probabilities", softmax);
        return builder.Build();
    }

    private static Tensor<float> Seeded(string name, Shape shape, int limit, int exponent) => SeededTensor.Integers($"residual/{name}", shape, limit, exponent);
}
