using RefCnn.Conformance;
using Xunit;

namespace RefCnn.DeviceTests;

public sealed class LayerVectorTests
{
    public static IEnumerable<object[]> Cases =>
        from backend in DeviceBackends.Available
        from vector in DeviceVectors.Layers
        select new object[] { vector, backend.Name };

    [Theory]
    [Trait("suite", "layers")]
    [MemberData(nameof(Cases))]
    public void Layer_OnBackend_IsWithinItsBound(string vector, string backend) =>
        Judgement.Demand(LayerVerifier.Verify(DeviceVectors.Read(vector), DeviceBackends.Find(backend), Judgement.Options, Judgement.Cancellation));
}
