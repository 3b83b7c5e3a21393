using System.ComponentModel;
using System.Diagnostics;

namespace RefCnn.ConformanceTests.CSource;

/// <summary>Runs compilers, and what they make.</summary>
internal static class CTools
{
    /// <summary>Whether a program can be started.</summary>
    public static bool Exists(string program)
    {
        try
        {
            return Run(program, Path.GetTempPath(), "--version").Code == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Runs a program to its end.</summary>
    public static (int Code, string Errors) Run(string program, string folder, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        output.Wait();
        return (process.ExitCode, errors);
    }

    /// <summary>Why what the sanitizers check cannot be built and run here, or null.</summary>
    public static string? SanitizerFault()
    {
        if (!Exists("cc")) return "there is no C compiler";
        DirectoryInfo folder = Directory.CreateTempSubdirectory("refcnn-cli-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "probe.c"), "int main(void) { return 0; }\n");
            return Run("cc", folder.FullName, "-fsanitize=address,undefined", "probe.c", "-o", "probe").Code == 0 && Run(Path.Combine(folder.FullName, "probe"), folder.FullName).Code == 0
                ? null
                : "the C compiler has no address and undefined-behaviour sanitizers";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
