using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace RefCnn.Conformance.Reports;

/// <summary>Where and of what a verification ran.</summary>
/// <param name="Machine">The machine, in one line.</param>
/// <param name="Commit">The commit that was built; null where it was built outside a repository.</param>
/// <param name="Part">Which part of the cases ran; null for all.</param>
public sealed record VerificationRun(string Machine, string? Commit, RunPart? Part)
{
    private const int ShownOfCommit = 12;

    /// <summary>A run of this build on this machine.</summary>
    /// <param name="part">Which part of the cases ran; null for all.</param>
    public static VerificationRun Here(RunPart? part = null)
    {
        // The SDK writes <version>+<commit> where it builds in a repository.
        string[] version = typeof(VerificationRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+');
        return new VerificationRun(
            MachineLine(RuntimeInformation.OSDescription, RuntimeInformation.ProcessArchitecture.ToString(), RuntimeInformation.FrameworkDescription),
            version.Length > 1 ? version[1][..Math.Min(version[1].Length, ShownOfCommit)] : null, part);
    }

    /// <summary>A machine in one line, the same of verdicts and of timings.</summary>
    /// <param name="system">The operating system.</param>
    /// <param name="architecture">The processor's architecture.</param>
    /// <param name="runtime">The version of .NET.</param>
    public static string MachineLine(string system, string architecture, string runtime) => $"{system}, {architecture}, {runtime}";
}

/// <summary>A part of a run that several machines divide among them.</summary>
/// <param name="Number">Which part, from 1.</param>
/// <param name="Count">Of how many.</param>
/// <param name="Run">What identifies the whole: parts that differ in it do not belong together.</param>
public sealed record RunPart(int Number, int Count, string Run)
{
    private const int Digits = 12;

    /// <summary>A part of a run of cases on backends.</summary>
    /// <param name="number">Which part, from 1.</param>
    /// <param name="count">Of how many.</param>
    /// <param name="cases">All cases of the run, in its order.</param>
    /// <param name="backends">Their backends.</param>
    public static RunPart Of(int number, int count, IEnumerable<string> cases, IEnumerable<string> backends) =>
        new(number, count, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', cases.Concat(backends)))))[..Digits]);
}
