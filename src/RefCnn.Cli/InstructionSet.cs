using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RefCnn.Core;

namespace RefCnn.Cli;

/// <summary>A set of processor instructions that a process of its own can be kept to.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="IsHere">Whether this machine has it.</param>
/// <param name="Settings">The environment that keeps .NET, and OpenBLAS, to it.</param>
internal sealed record InstructionSet(string Name, bool IsHere, ImmutableArray<(string Variable, string Value)> Settings)
{
    /// <summary>The sets of this machine, the widest vectors first. A program that is compiled ahead of time has one alone.</summary>
    public static ImmutableArray<InstructionSet> All { get; } = RuntimeFeature.IsDynamicCodeSupported ? OfMachine() : [new("as compiled", true, [])];

    /// <summary>Runs this tool in a process that is kept to the set.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RefCnnException">It does not end well.</exception>
    public void Run(string[] arguments, CancellationToken cancellation)
    {
        string host = Environment.ProcessPath!, tool = Assembly.GetExecutingAssembly().GetName().Name!;
        bool hosted = Path.GetFileNameWithoutExtension(host) != tool;
        var start = new ProcessStartInfo(host, hosted ? [Path.Combine(AppContext.BaseDirectory, $"{tool}.dll"), .. arguments] : arguments);
        foreach ((string variable, string value) in Settings) start.Environment[variable] = value;
        using Process child = Process.Start(start)!;
        using CancellationTokenRegistration registration = cancellation.Register(() => child.Kill(entireProcessTree: true));
        child.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (child.ExitCode is not (ExitCode.Good or ExitCode.VerdictFailed))
            throw new RefCnnException(string.Create(CultureInfo.InvariantCulture, $"with instructions {Name}: the process ended with {child.ExitCode}"));
    }

    private static ImmutableArray<InstructionSet> OfMachine() => [.. ((InstructionSet[])
    [
        new("AVX-512", Avx512F.IsSupported, []),
        new("AVX2", Avx2.IsSupported, [("DOTNET_EnableAVX512", "0"), ("OPENBLAS_CORETYPE", "Haswell")]),
        new("128 bits", Vector128.IsHardwareAccelerated, Avx2.IsSupported ? [("DOTNET_EnableAVX", "0"), ("OPENBLAS_CORETYPE", "Nehalem")] : []),
        new("none", true, [("DOTNET_EnableHWIntrinsic", "0"), ("OPENBLAS_CORETYPE", "Prescott")]),
    ]).Where(set => set.IsHere)];
}
