using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Networks;

/// <summary>Networks with one thing wrong, computed in double but judged as float32 engines are: the goldens must tell.</summary>
public class NetworkVerifierTests
{
    [Fact]
    public void FaithfulEngine_Passes() => Judge("mobilenet", layer => layer, "").Verdict.Should().Be(Verdict.Pass);

    [Fact]
    public void Verdict_TellsHowManyActivationsRoundingMayDecideOtherwise()
    {
        NetworkVector vector = NetworkVectorFiles.Read(VectorFiles.FindDirectory(), "mobilenet");
        int flips = vector.Nodes.Sum(node => node.Flips?.Count ?? 0), activations = vector.Nodes.Sum(node => node.Flips is null ? 0 : node.Shape.Count);

        flips.Should().BePositive();
        Judge("mobilenet", layer => layer, "").Message.Should().Contain($"; rounding may carry about {flips} of {activations} activations over a kink, with ");
    }

    [Fact]
    public void EveryNodeWithAKink_HasItsFlips()
    {
        foreach (NodeRecord node in Zoo.All.SelectMany(network => NetworkVectorFiles.Read(VectorFiles.FindDirectory(), network.Name).Nodes))
            (node.Flips is not null).Should().Be(node.Kind is "relu" or "leaky-relu" or "clip", node.Name);
    }

    [Theory]
    [InlineData("squeezenet", "conv1")]
    [InlineData("mobilenet", "conv_dw_7")]
    [InlineData("mobilenet", "conv_preds")]
    public void OneOtherWeight_Fails(string network, string node) => Judge(network, WithOtherWeight, node).Verdict.Should().Be(Verdict.Fail);

    [Theory]
    [InlineData("squeezenet", "fire2/expand3x3")]
    [InlineData("mobilenet", "conv_dw_1")]
    public void PaddingShiftedByOne_Fails(string network, string node) => Judge(network, WithShiftedPadding, node).Verdict.Should().Be(Verdict.Fail);

    [Theory]
    [InlineData("mobilenet", "conv1_bn")]
    [InlineData("mobilenet", "conv_pw_13_bn")]
    public void OtherEpsilon_Fails(string network, string node) =>
        Judge(network, layer => layer is BatchNorm norm ? norm with { Epsilon = 1e-5 } : throw new InvalidOperationException($"{node} is no batch norm"), node).Verdict.Should().Be(Verdict.Fail);

    [Fact]
    public void OtherDefinition_FailsWithTheFirstNodeThatDiffers()
    {
        Network mobilenet = Zoo.Find("mobilenet").Build(), squeezenet = Zoo.Find("squeezenet").Build();
        NetworkVector vector = NetworkVectorFiles.Read(VectorFiles.FindDirectory(), "squeezenet");
        CaseResult result = NetworkVerifier.Verify(mobilenet, vector, SeededInputs.Of(squeezenet), new Float32Judged(mobilenet), new CompileOptions());

        result.Verdict.Should().Be(Verdict.Fail);
        result.Message.Should().Contain("its vector has");
    }

    private static CaseResult Judge(string name, Func<Layer, Layer> change, string node)
    {
        Network network = Zoo.Find(name).Build();
        var computed = Network.Create(name, network.Nodes.Select(each => each.Name == node ? each with { Layer = change(each.Layer) } : each), network.Outputs);
        (node.Length == 0 || network.IndexOf(node) >= 0).Should().BeTrue("the node must exist");
        NetworkVector vector = NetworkVectorFiles.Read(VectorFiles.FindDirectory(), name);
        return NetworkVerifier.Verify(network, vector, SeededInputs.Of(network), new Float32Judged(computed), new CompileOptions());
    }

    // A weight of a dead input channel multiplies only zeros, so that no golden can see it; the nodes above have live ones.
    private static Layer WithOtherWeight(Layer layer)
    {
        var conv = (Conv2D)layer;
        float[] weights = [.. conv.Weight.Values];
        int largest = Enumerable.Range(0, weights.Length).MaxBy(i => Math.Abs(weights[i]));
        weights[largest] = -weights[largest];
        return conv with { Weight = new Tensor<float>(conv.Weight.Shape, weights) };
    }

    private static Layer WithShiftedPadding(Layer layer)
    {
        var conv = (Conv2D)layer;
        Padding2D padding = conv.Window.Padding;
        return conv with { Window = conv.Window with { Padding = padding with { Left = padding.Left + 1, Right = padding.Right - 1 } } };
    }

    /// <summary>Computes another network than it is given, in double, and claims float32.</summary>
    private sealed class Float32Judged(Network computed) : IBackend
    {
        private readonly ReferenceBackend reference = new();

        public string Name => "float32-judged";

        public PrecisionClass Precision => PrecisionClass.Float32;

        public string? UnavailableReason => null;

        public string? UnsupportedReason(Layer layer) => null;

        public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default) => reference.Compile(computed, options, cancellation);
    }
}
