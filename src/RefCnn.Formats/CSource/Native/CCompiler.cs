using System.ComponentModel;
using System.Diagnostics;
using RefCnn.Core;

namespace RefCnn.Formats.CSource.Native;

/// <summary>The C compiler of this machine, and how it links a BLAS.</summary>
/// <param name="program">The compiler's name or path.</param>
internal sealed class CCompiler(string program)
{
    // The first that links is taken. A library without its development package has no plain name to the linker.
    private static readonly string[][] BlasCandidates = OperatingSystem.IsMacOS()
        ? [["-framework", "Accelerate"]]
        : [["-lopenblas"], ["-l:libopenblas.so.0"], ["-lcblas"], ["-l:libcblas.so.3"], ["-lblas"], ["-l:libblas.so.3"]];

    private static readonly Lazy<CCompiler?> FoundLazily = new(Find);

    private readonly Lazy<CBlas?> blas = new(() => FindBlas(new CCompiler(program)));

    /// <summary>The compiler that CC names, or cc, gcc or clang; null where there is none.</summary>
    public static CCompiler? Found => FoundLazily.Value;

    /// <summary>The BLAS that links, or null where none does. It stays loaded: its threads do not survive being unloaded.</summary>
    public CBlas? Blas => blas.Value;

    /// <summary>Compiles one file to a library.</summary>
    /// <param name="folder">Where the file is, and the library will be.</param>
    /// <param name="source">The file's name.</param>
    /// <param name="further">Further arguments, e.g. where to look for files that it includes.</param>
    /// <param name="blas">The BLAS to link, or null for plain loops.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The library's path.</returns>
    /// <exception cref="BackendException">The compiler refuses the file.</exception>
    public string Compile(string folder, string source, IReadOnlyList<string> further, CBlas? blas, CancellationToken cancellation)
    {
        string library = Path.ChangeExtension(source, OperatingSystem.IsMacOS() ? ".dylib" : ".so");
        string[] machine = OperatingSystem.IsMacOS() ? [] : ["-march=native"];
        string[] libraries = blas is null ? ["-DREFCNN_NO_BLAS"] : [.. blas.Flags];
        (int code, string errors) = Run(folder, ["-std=c99", "-O3", .. machine, "-fPIC", "-shared", .. further, source, "-o", library, .. libraries, "-lm"], cancellation);
        if (code == 0) return Path.Combine(folder, library);
        string reason = errors.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? errors;
        throw new BackendException($"the C compiler '{program}' fails with code {code}: {reason.Trim()}");
    }

    private static CCompiler? Find()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) return null;
        string? named = Environment.GetEnvironmentVariable("CC");
        string[] candidates = string.IsNullOrWhiteSpace(named) ? ["cc", "gcc", "clang"] : [named];
        return candidates.Select(candidate => new CCompiler(candidate)).FirstOrDefault(compiler => compiler.Works());
    }

    private static CBlas? FindBlas(CCompiler compiler)
    {
        const string Probe = """
            void cblas_sgemm(int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int);
            void refcnn_probe(float *x);
            void refcnn_probe(float *x) { cblas_sgemm(101, 111, 111, 1, 1, 1, 1.0f, x, 1, x, 1, 0.0f, x, 1); }

            """;
        string whole = OperatingSystem.IsMacOS() ? "-Wl,-undefined,error" : "-Wl,--no-undefined";
        using var folder = new CFolder();
        File.WriteAllText(Path.Combine(folder.Path, "probe.c"), Probe);
        foreach (string[] flags in BlasCandidates)
        {
            if (compiler.Run(folder.Path, ["-fPIC", "-shared", whole, "probe.c", "-o", "probe.so", .. flags], CancellationToken.None).Code == 0)
                return CBlas.Load(flags, Path.Combine(folder.Path, "probe.so"));
        }

        return null;
    }

    private bool Works()
    {
        try
        {
            return Run(Path.GetTempPath(), ["--version"], CancellationToken.None).Code == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private (int Code, string Errors) Run(string folder, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        using CancellationTokenRegistration stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        output.Wait(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode, errors);
    }
}
