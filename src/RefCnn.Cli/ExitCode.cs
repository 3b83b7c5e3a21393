namespace RefCnn.Cli;

/// <summary>What the tool's exit codes mean; docs/command-line.md lists them.</summary>
internal static class ExitCode
{
    public const int Good = 0;
    public const int VerdictFailed = 1;
    public const int Usage = 2;
    public const int UnusableInput = 3;
    public const int BackendUnavailable = 4;

    /// <summary>A mistake of the tool's own (EX_SOFTWARE of sysexits.h).</summary>
    public const int InternalError = 70;

    /// <summary>Ended by Ctrl-C: 128 + SIGINT, as shells count.</summary>
    public const int Cancelled = 130;
}
