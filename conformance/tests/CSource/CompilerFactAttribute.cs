using RefCnn.Formats.CSource.Native;

namespace RefCnn.ConformanceTests.CSource;

/// <summary>A test that needs a C compiler, and says so where there is none.</summary>
internal sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute() => Skip = new CSourceBackend(plain: true).UnavailableReason;
}

/// <summary>A theory that needs a C compiler, and says so where there is none.</summary>
internal sealed class CompilerTheoryAttribute : TheoryAttribute
{
    public CompilerTheoryAttribute() => Skip = new CSourceBackend(plain: true).UnavailableReason;
}

/// <summary>A theory that needs a C compiler and a BLAS, and says so where one is missing.</summary>
internal sealed class BlasTheoryAttribute : TheoryAttribute
{
    public BlasTheoryAttribute() => Skip = new CSourceBackend().UnavailableReason;
}

/// <summary>A test that needs a C compiler with sanitizers, and says so where there are none.</summary>
internal sealed class SanitizerFactAttribute : FactAttribute
{
    public SanitizerFactAttribute() => Skip = CTools.SanitizerFault();
}
