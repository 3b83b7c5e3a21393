using RefCnn.DeviceTests.Runner.Reports;

namespace RefCnn.DeviceTests.Runner;

/// <summary>What programs that run the device tests end with.</summary>
public static class RunExitCode
{
    /// <summary>The run came to its end and no test failed; a test failed; nothing was run or judged; it was stopped, killed or crashed.</summary>
    public const int Passed = 0, Failed = 1, NotDone = 2, Incomplete = 3;

    /// <summary>The code of a result.</summary>
    /// <param name="summary">The result.</param>
    public static int Of(SummaryFacts summary) => summary switch
    {
        { Complete: false } => Incomplete,
        { Failed: > 0 } => Failed,
        { Passed: 0 } => NotDone,
        _ => Passed,
    };
}
