using System.Diagnostics;
using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Core;
using RefCnn.Networks;
using Xunit;

namespace RefCnn.DeviceTests;

public sealed class NetworkTests
{
    // Network by network, so that each is built once.
    public static IEnumerable<object[]> WithVector =>
        from network in DeviceNetwork.All
        where network.HasVector
        from backend in DeviceBackends.Running(network.Name)
        select new object[] { network.Name, backend.Name };

    public static IEnumerable<object[]> Shown =>
        from network in DeviceNetwork.All
        from backend in DeviceBackends.Available
        select new object[] { network.Name, backend.Name };

    [Theory]
    [Trait("suite", "networks")]
    [MemberData(nameof(WithVector))]
    public void Network_OnBackend_AgreesWithItsFrozenOutputs(string network, string backend)
    {
        DeviceNetwork known = DeviceNetwork.Find(network);
        Network built = known.Open();
        Judgement.Demand(NetworkVerifier.Verify(
            built, known.Vector, SeededInputs.Of(built), DeviceBackends.Find(backend), Judgement.Options, cancellation: Judgement.Cancellation));
    }

    [Theory]
    [Trait("suite", "certificates")]
    [MemberData(nameof(Shown))]
    public void Network_OnBackend_IsCertifiedLayerByLayer(string network, string backend)
    {
        var clock = Stopwatch.StartNew();
        Network built = DeviceNetwork.Find(network).Open();
        NetworkCertificate certificate = new NetworkCertifier(DeviceBackends.Find(backend), Judgement.Options) { Sample = Judgement.Sample }
            .Certify(built, SeededInputs.Of(built), cancellation: Judgement.Cancellation);
        Judgement.Demand(new CaseResult(
            network, NetworkCertificate.Kind, backend, certificate.Verdict, certificate.Margin, clock.Elapsed.TotalMilliseconds, certificate.Message));
    }
}
