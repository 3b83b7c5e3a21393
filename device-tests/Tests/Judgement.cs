using RefCnn.Conformance;
using RefCnn.Core;
using Xunit;

namespace RefCnn.DeviceTests;

/// <summary>Hands verdicts on to whoever reports them, and fails the test where the verdict does.</summary>
public static class Judgement
{
    /// <summary>Told of every verdict, on the test's own thread, before the test ends.</summary>
    public static event Action<CaseResult>? Given;

    /// <summary>Threads of the backends; all processors by default.</summary>
    public static CompileOptions Options { get; set; } = new();

    /// <summary>Gives up what is being judged.</summary>
    public static CancellationToken Cancellation { get; set; }

    /// <summary>Passes the test unless the verdict is fail.</summary>
    /// <param name="result">The verdict.</param>
    public static void Demand(CaseResult result)
    {
        Given?.Invoke(result);
        if (result.Verdict == Verdict.Fail) Assert.Fail(result.Message);
    }
}
