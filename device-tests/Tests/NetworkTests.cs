using System.Diagnostics;
using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Core;
using RefCnn.Networks;
using Xunit;

namespace RefCnn.DeviceTests;

public sealed class NetworkTests
{
    public static IEnumerable<object[]> WithVector => Cases.Where(one => DeviceNetwork.Find((string)one[0]).HasVector);

    // Network by network, so that each is built once.
    public static IEnumerable<object[]> Cases =>
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
    [MemberData(nameof(Cases))]
    public void Network_OnBackend_IsCertifiedLayerByLayer(string network, string backend)
    {
        var clock = Stopwatch.StartNew();
        Network built = DeviceNetwork.Find(network).Open();
        NetworkCertificate certificate = new NetworkCertifier(DeviceBackends.Find(backend), Judgement.Options)
            .Certify(built, SeededInputs.Of(built), cancellation: Judgement.Cancellation);
        Judgement.Demand(new CaseResult(
            network, NetworkCertificate.Kind, backend, certificate.Verdict, certificate.Margin, clock.Elapsed.TotalMilliseconds, certificate.Message));
    }
}
