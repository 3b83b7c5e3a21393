using RefCnn.Accelerate;
using RefCnn.Conformance;
using RefCnn.Core;
using Xunit;

namespace RefCnn.DeviceTests;

public sealed class LayerVectorTests
{
    // A NaN spreads over a tile: docs/verdicts.md, Winograd. The backend's own choice never computes this layer so.
    private const string SpreadsNaN = "conv2d/nan";
    private static readonly string Winograd = new AccelerateBackend(new AccelerateOptions(Algorithm.Winograd)).Name;

    public static IEnumerable<object[]> Cases =>
        from backend in DeviceBackends.Available
        from vector in DeviceVectors.Layers
        select new object[] { vector, backend.Name };

    [Theory]
    [Trait("suite", "layers")]
    [MemberData(nameof(Cases))]
    public void Layer_OnBackend_IsWithinItsBound(string vector, string backend)
    {
        VectorCase read = DeviceVectors.Read(vector);
        IBackend engine = DeviceBackends.Find(backend);
        Judgement.Demand(vector == SpreadsNaN && backend == Winograd
            ? new CaseResult(vector, read.Kind, backend, Verdict.Unsupported, null, 0, "by Winograd a NaN spreads over a tile of 4×4 outputs")
            : LayerVerifier.Verify(read, engine, Judgement.Options, Judgement.Cancellation));
    }
}
