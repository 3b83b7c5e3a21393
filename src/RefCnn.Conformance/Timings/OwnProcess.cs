using System.Diagnostics;

namespace RefCnn.Conformance.Timings;

/// <summary>This program in a process more, which is measured alone.</summary>
public static class OwnProcess
{
    /// <summary>How to start it; what it writes to standard output is for the caller to read.</summary>
    /// <param name="assembly">The name of the program's assembly, for where it was started by <c>dotnet</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessStartInfo Start(string assembly, params IEnumerable<string> arguments)
    {
        string program = Environment.ProcessPath!;
        bool hosted = Path.GetFileNameWithoutExtension(program) == "dotnet";
        IEnumerable<string> all = hosted ? arguments.Prepend(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll")) : arguments;
        return new ProcessStartInfo(program, all) { RedirectStandardOutput = true };
    }
}
