using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Formats.CSource.Native;

namespace RefCnn.ConformanceTests.CSource;

/// <summary>Every layer vector on generated C, with a BLAS and with plain loops. All are compiled together beforehand.</summary>
public class CSourceVectorTests
{
    private static readonly Lazy<VectorSet> Vectors = new(() => VectorSet.Load(VectorFiles.FindDirectory()));
    private static readonly Lazy<CSourceBackend> WithBlas = new(() => Prepared(new CSourceBackend()));
    private static readonly Lazy<CSourceBackend> Plain = new(() => Prepared(new CSourceBackend(plain: true)));

    public static TheoryData<string> Ids => new(Vectors.Value.Cases.Select(vector => vector.Id));

    [BlasTheory]
    [MemberData(nameof(Ids))]
    public void CWithBlas_PassesVector(string id) => Check(id, WithBlas.Value);

    [CompilerTheory]
    [MemberData(nameof(Ids))]
    public void PlainC_PassesVector(string id) => Check(id, Plain.Value);

    private static void Check(string id, CSourceBackend backend)
    {
        CaseResult result = LayerVerifier.Verify(Vectors.Value.Find(id)!, backend, new CompileOptions(Threads: 1));

        result.Verdict.Should().Be(Verdict.Pass, "{0}", result.Message);
    }

    private static CSourceBackend Prepared(CSourceBackend backend)
    {
        backend.Prepare([.. Vectors.Value.Cases.Where(vector => vector.Expected is Expectation.Valid).Select(LayerVerifier.NetworkOf)]);
        return backend;
    }
}
