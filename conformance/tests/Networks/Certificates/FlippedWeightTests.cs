using System.Collections.Immutable;
using RefCnn.Accelerate;
using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks;

namespace RefCnn.ConformanceTests.Networks.Certificates;

public class FlippedWeightTests
{
    [Fact]
    public void Certify_OneSignOfVgg16Flipped_FindsItsLayer()
    {
        Network network = Zoo.Find("vgg16").Build();

        NetworkCertificate certificate = new NetworkCertifier(new FlippingBackend("conv4_2", 1_234_567), new CompileOptions()).Certify(network, SeededInputs.Of(network));

        // One of 4608 terms stays within what Winograd's worst case allows, and is far from what its rounding explains.
        certificate.Verdict.Should().BeOneOf(Verdict.Degraded, Verdict.Fail);
        certificate.Layers.Where(layer => layer.Verdict != Verdict.Pass).Select(layer => layer.Node).Should().Equal(["conv4_2"], "later layers are judged on the numbers that they were given");
    }

    /// <summary>The fast engine, whose copy of one weight has the other sign.</summary>
    private sealed class FlippingBackend(string node, int weight) : IBackend
    {
        private readonly AccelerateBackend inner = new();

        public string Name => "flipping";

        public PrecisionClass Precision => inner.Precision;

        public string? UnavailableReason => inner.UnavailableReason;

        public string? UnsupportedReason(Layer layer) => inner.UnsupportedReason(layer);

        public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default)
        {
            ImmutableArray<Node> nodes = [.. network.Nodes.Select(each => each.Name == node ? each with { Layer = Flipped((Conv2D)each.Layer) } : each)];
            return inner.Compile(Network.Create(network.Name, nodes, network.Outputs), options, cancellation);
        }

        private Conv2D Flipped(Conv2D layer)
        {
            Tensor<float> copy = layer.Weight.Map(value => value);
            copy[weight].Should().NotBe(0, "a zero has no sign to flip");
            copy[weight] = -copy[weight];
            return layer with { Weight = copy };
        }
    }
}
