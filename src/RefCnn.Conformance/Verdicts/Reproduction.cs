using RefCnn.Conformance.Recorded;
using RefCnn.Core;

namespace RefCnn.Conformance;

/// <summary>The command that repeats a failure.</summary>
public static class Reproduction
{
    /// <summary>E.g. <c>reproduce: refcnn verify --case relu/special-values --backend accelerate --gemm openblas</c>.</summary>
    /// <param name="selection">What chooses the case.</param>
    /// <param name="backend">The backend. What its name has in brackets is for tables only.</param>
    public static string Of(string selection, IBackend backend) => backend is RecordedBackend
        ? "run its model again, and repeat this check"
        : $"reproduce: refcnn verify {selection} --backend {backend.Name.Split(" (")[0]}";
}
