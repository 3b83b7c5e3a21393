using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>Networks some of whose layers are computed by Winograd.</summary>
public class WinogradNetworkTests
{
    private static readonly Network Residual = BuildResidual();

    private static readonly Dictionary<string, Tensor<float>> Inputs = new() { ["x"] = SeededTensor.FullMantissa("winograd/x", new Shape(1, 3, 13, 11), 0) };

    private static readonly NaiveWinograd Faulty = NaiveWinograd.Of(SumAlgorithm.Winograd4x4Of3x3) with { OfSample = value => (float)(Half)value };

    [Theory]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3)]
    [InlineData(SumAlgorithm.Winograd4x4Of3x3)]
    public void Certify_RightEngine_ProvesEveryLayer(SumAlgorithm sums)
    {
        NetworkCertificate certificate = Certify(new WinogradBackend(NaiveWinograd.Of(sums)));

        certificate.Verdict.Should().Be(Verdict.Pass, certificate.Message);
        certificate.Layers.Where(layer => layer.Kind == "conv2d").Should().OnlyContain(layer => layer.RootMeanSquare > 0.1 && layer.RootMeanSquare < 1);
    }

    [Fact]
    public void Certify_EngineThatDoesNotSaySo_IsDegraded() =>
        Certify(new WinogradBackend(NaiveWinograd.Of(SumAlgorithm.Winograd4x4Of3x3), says: false)).Verdict.Should().BeOneOf(Verdict.Degraded, Verdict.Fail);

    [Theory]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3)]
    [InlineData(SumAlgorithm.Winograd4x4Of3x3)]
    public void Certify_ConvolutionsComputedWithNormAndSum_AreProvenAsGroups(SumAlgorithm sums)
    {
        NetworkCertificate certificate = Certify(new WinogradBackend(NaiveWinograd.Of(sums)) { Hidden = new HashSet<string> { "conv1", "norm1", "conv2", "sum" } });

        certificate.Verdict.Should().Be(Verdict.Pass, certificate.Message);
        certificate.Message.Should().StartWith("7 of 7 layers proven");
        certificate.Layers.Single(layer => layer.Node == "relu2").Group.Should().Equal("conv2", "sum");
    }

    [Theory]
    [InlineData("conv1")]
    [InlineData("relu1", "conv1", "norm1")]
    public void Certify_Float16InATransform_NamesTheFirstLayer(string bad, params string[] hidden)
    {
        NetworkCertificate certificate = Certify(new WinogradBackend(Faulty) { Hidden = hidden.ToHashSet() });

        certificate.Verdict.Should().Be(Verdict.Fail);
        certificate.FirstBad!.Node.Should().Be(bad);
    }

    [Theory]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3)]
    [InlineData(SumAlgorithm.Winograd4x4Of3x3)]
    public void Verify_RightEngine_PassesEndToEnd(SumAlgorithm sums)
    {
        CaseResult result = Squeezenet(NaiveWinograd.Of(sums));

        result.Verdict.Should().Be(Verdict.Pass, result.Message);
        result.Margin.Should().BeInRange(0.005, 0.2);
    }

    [Fact]
    public void Verify_Float16InATransform_FailsEndToEnd() => Squeezenet(Faulty).Verdict.Should().Be(Verdict.Fail);

    private static NetworkCertificate Certify(WinogradBackend backend) => new NetworkCertifier(backend, new CompileOptions()).Certify(Residual, Inputs);

    private static CaseResult Squeezenet(NaiveWinograd winograd)
    {
        Network network = Zoo.Find("squeezenet").Build();
        return NetworkVerifier.Verify(
            network, NetworkVectorFiles.Read(VectorFiles.FindDirectory(), "squeezenet"), SeededInputs.Of(network), new WinogradBackend(winograd), new CompileOptions());
    }

    private static Network BuildResidual()
    {
        var channels = new Shape(8);
        var builder = new NetworkBuilder("residual");
        int x = builder.Input("x", new Shape(1, 3, 13, 11));
        int conv = builder.Add("conv1", new Conv2D(Window2D.Of(3, 1, 1), Seeded("conv1", new Shape(8, 3, 3, 3))), x);
        int norm = builder.Add(
            "norm1", new BatchNorm(Seeded("mean", channels), Seeded("variance", channels).Map(Math.Abs), Seeded("scale", channels), Seeded("shift", channels), 1e-3), conv);
        int relu = builder.Add("relu1", new Relu(), norm);
        int second = builder.Add("conv2", new Conv2D(Window2D.Of(3, 1, 1), Seeded("conv2", new Shape(8, 8, 3, 3)), Seeded("bias2", channels)), relu);
        int sum = builder.Add("sum", new Binary(BinaryFunction.Add), second, relu);
        builder.Output("y", builder.Add("relu2", new Relu(), sum));
        return builder.Build();
    }

    private static Tensor<float> Seeded(string name, Shape shape) => SeededTensor.FullMantissa($"winograd/{name}", shape, -2);
}
