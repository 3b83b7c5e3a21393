using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace RefCnn.DeviceTests.Desktop;

/// <summary>A test of the head. Where the stand-ins cannot be built it is skipped, and its name tells why; in CI on Linux it runs or fails.</summary>
internal sealed class StandInFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Fault = new(Build);

    public StandInFactAttribute([CallerMemberName] string test = "")
    {
        if (Fault.Value is { } reason && Environment.GetEnvironmentVariable("CI") != "true") (Skip, DisplayName) = (reason, $"{test}: {reason}");
    }

    /// <summary>The stand-ins.</summary>
    public static string Library { get; } = Path.Combine(AppContext.BaseDirectory, "head-stand-ins.so");

    private static string? Build()
    {
        if (!OperatingSystem.IsLinux()) return "the head's stand-ins are built on Linux; on a Mac run device-tests/run-on-simulator.sh";
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "RefCnn.sln"))) root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException($"RefCnn.sln is in no folder above {AppContext.BaseDirectory}");
        using Process build = Process.Start(new ProcessStartInfo("sh", [Path.Combine(root, "device-tests", "HeadOnLinux", "stand-ins", "build.sh"), Library]) { RedirectStandardError = true })!;
        string fault = build.StandardError.ReadToEnd().ReplaceLineEndings(" ").Trim();
        build.WaitForExit();
        return build.ExitCode == 0 ? null : $"the head's stand-ins cannot be built here (install gcc and gobjc): {fault}";
    }
}
