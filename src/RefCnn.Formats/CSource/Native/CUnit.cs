using System.Text;
using RefCnn.Formats.CSource.Emit;

namespace RefCnn.Formats.CSource.Native;

/// <summary>
/// Source text for several networks at once, and the functions by which they are called whatever the number of their inputs and outputs. A compiler takes far longer to
/// start than to compile a small network.
/// </summary>
internal static class CUnit
{
    /// <summary>The name of the function that calls a network.</summary>
    /// <param name="network">What the network's own function's name begins with.</param>
    public static string CallOf(string network) => $"{network}_call";

    /// <summary>A file that holds networks with their kernels once, their parameters in the source.</summary>
    /// <param name="programs">The networks, each with a scope of its own.</param>
    public static string Source(IReadOnlyList<CProgram> programs)
    {
        var text = new StringBuilder();
        CSourceText.AppendKernels(text, programs.SelectMany(program => program.Kernels), string.Empty);
        foreach (CProgram program in programs)
        {
            program.Parameters.Declare(text, null);
            text.Append($"{CSourceText.Signature(program)};\n");
            CSourceText.AppendFunction(text, program);
            program.Parameters.Define(text, null);
            AppendCall(text, program);
        }

        return text.ToString();
    }

    /// <summary>A file that includes a network's own source, unchanged.</summary>
    /// <param name="program">The network.</param>
    /// <param name="source">The source's name.</param>
    public static string Around(CProgram program, string source)
    {
        var text = new StringBuilder($"#include \"{source}\"\n");
        AppendCall(text, program);
        return text.ToString();
    }

    private static void AppendCall(StringBuilder text, CProgram program)
    {
        string name = CallOf(program.Name), parameters = "(const float *const *inputs, float *const *outputs)";
        IEnumerable<string> arguments = [.. program.InputNames.Select((_, i) => $"inputs[{i}]"), .. program.OutputNames.Select((_, i) => $"outputs[{i}]")];
        text.Append($"\nint {name}{parameters};\nint {name}{parameters}\n{{\n{(program.InputNames.Count == 0 ? "    (void)inputs;\n" : "")}");
        text.Append($"    return {program.Name}_forward({string.Join(", ", arguments)});\n}}\n\n");
    }
}
