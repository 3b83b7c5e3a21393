using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Networks.Certificates;

public class ChannelSampleTests
{
    private const int Channels = 96;

    private static readonly Network Wide = Build();

    private static readonly Dictionary<string, Tensor<float>> Inputs = new() { ["x"] = SeededTensor.Integers("sample/x", new Shape(1, 3, 9, 8), 512, -9) };

    [Fact]
    public void Certify_RoundedEngine_ProvesEveryLayerOfTheSample()
    {
        NetworkCertificate certificate = Certify((_, output) => output);

        certificate.Verdict.Should().Be(Verdict.Pass, certificate.Message);
        certificate.Message.Should().Be("9 of 9 layers proven on 1 in 32 of their channels");
    }

    [Theory]
    [InlineData("conv")]
    [InlineData("norm")]
    [InlineData("relu")]
    [InlineData("deconv")]
    [InlineData("instance")]
    [InlineData("pool")]
    [InlineData("dense")]
    public void Certify_OnePlaceOfEveryChannelWrong_NamesTheLayer(string node)
    {
        NetworkCertificate certificate = Certify((name, output) => name == node ? Changed(output, (_, place) => place == 0) : output);

        certificate.FirstBad!.Node.Should().Be(node);
    }

    [Fact]
    public void Certify_OneChannelWrong_IsFoundAsOftenAsTheShareOfChannels()
    {
        int found = Enumerable.Range(0, Channels).Count(channel => Certify((name, output) => name == "conv" ? Changed(output, (c, _) => c == channel) : output).FirstBad is not null);

        found.Should().Be(ChannelSample.CountOf(Channels));
        ChannelSample.ProbabilityOfMissing(Channels, 1.0 / Channels).Should().BeGreaterThanOrEqualTo(1 - (found / (double)Channels));
    }

    [Fact]
    public void Certify_OtherSeeds_ChooseOtherChannels()
    {
        static Tensor<double> HalfWrong(string name, Tensor<double> output) => name == "conv" ? Changed(output, (c, _) => c % 8 == 0) : output;

        Enumerable.Range(0, 8).Select(seed => Certify(HalfWrong, seed).FirstBad is null).Distinct().Should().HaveCount(2);
    }

    private static NetworkCertificate Certify(Func<string, Tensor<double>, Tensor<double>> change, int seed = 0) =>
        new NetworkCertifier(new ProbedBackend { Change = change }, new CompileOptions(1)) { Sample = new ChannelSample(seed) }.Certify(Wide, Inputs);

    private static Tensor<double> Changed(Tensor<double> output, Func<int, int, bool> where)
    {
        int inner = output.Shape.CountBetween(2, output.Shape.Rank);
        var changed = new Tensor<double>(output.Shape);
        for (int i = 0; i < changed.Count; i++) changed[i] = where(i / inner % output.Shape[1], i % inner) ? output[i] + 1 : output[i];
        return changed;
    }

    private static Network Build()
    {
        var builder = new NetworkBuilder("wide");
        int x = builder.Input("x", new Shape(1, 3, 9, 8));
        int conv = builder.Add("conv", new Conv2D(Window2D.Of(3, 1, 1), Weights("conv", Channels, 3, 3, 3), Weights("bias", Channels)), x);
        int norm = builder.Add("norm", new BatchNorm(Weights("mean", Channels), Weights("variance", Channels).Map(v => Math.Abs(v) + 1), Weights("scale", Channels)), conv);
        int relu = builder.Add("relu", new Relu(), norm);
        int deconv = builder.Add("deconv", new ConvTranspose2D(Window2D.Of(2, 2), Weights("deconv", Channels, 64, 2, 2)), relu);
        int instance = builder.Add("instance", new InstanceNorm(Weights("gamma", 64), Weights("beta", 64)), deconv);
        int pool = builder.Add("pool", new GlobalPool(GlobalPoolFunction.Average), instance);
        int flat = builder.Add("flat", new Flatten(1), pool);
        builder.Output("y", builder.Add("dense", new Dense(Weights("dense", 70, 64)), flat));
        return builder.Build();
    }

    private static Tensor<float> Weights(string name, params int[] extents) => SeededTensor.Integers($"sample/{name}", new Shape(extents), 512, -9);
}
