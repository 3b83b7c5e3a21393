using System.Globalization;
using System.Text;
using RefCnn.Core;

namespace RefCnn.Formats.CSource.Emit;

/// <summary>The text of a generated file: what it is, the kernels that it needs, the network, the parameters.</summary>
internal static class CSourceText
{
    private const int Width = 120;

    private const string Rule = "/* ------------------------------------------------------------------------------------------------------------------ */";

    /// <summary>The whole source of one network.</summary>
    /// <param name="program">The network.</param>
    /// <param name="file">The source's name without its extension.</param>
    /// <param name="binary">The name of the file that holds the parameters; null where they are in the source.</param>
    public static string Source(CProgram program, string file, string? binary)
    {
        var text = new StringBuilder();
        AppendIntroduction(text, program, file, binary);
        AppendKernels(text, program.Kernels, $"#include \"{file}.h\"\n\n");
        text.Append($"{Rule}\n\n");
        string? array = binary is null ? null : $"{program.Name}_parameters";
        if (binary is not null) AppendBinary(text, program, array!, binary);
        program.Parameters.Declare(text, array);
        AppendFunction(text, program);
        program.Parameters.Define(text, array);
        return text.ToString();
    }

    /// <summary>The header of one network.</summary>
    /// <param name="program">The network.</param>
    /// <param name="file">The source's name without its extension.</param>
    public static string Header(CProgram program, string file)
    {
        string guard = $"{CIdentifiers.Sanitized(program.Name).ToUpperInvariant()}_H";
        var text = new StringBuilder();
        text.Append($"/* {CLiteral.Comment(program.Network.Name)}: the network of {CLiteral.Comment(file)}.c. Written by refcnn. */\n#ifndef {guard}\n#define {guard}\n\n");
        text.Append("#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n");
        text.Append("/*\n * Computes the outputs. All arrays are dense and row-major, and those of inputs and outputs must not overlap:\n");
        AppendArrays(text, program);
        text.Append(" * Returns 0, or 1 where an argument is NULL. Allocates nothing; not to be called from two threads at once.\n */\n");
        text.Append($"{Wrapped(Signature(program), string.Empty)};\n\n#ifdef __cplusplus\n}}\n#endif\n\n#endif\n");
        return text.ToString();
    }

    /// <summary>Writes headers and kernels.</summary>
    /// <param name="text">The file.</param>
    /// <param name="kernels">The kernels that are called.</param>
    /// <param name="ownHeader">What is included before the standard headers; may be empty.</param>
    public static void AppendKernels(StringBuilder text, IEnumerable<string> kernels, string ownHeader)
    {
        (IReadOnlyCollection<string> headers, string source) = KernelSources.Collect(kernels);
        text.Append(ownHeader);
        foreach (string header in headers.Append("stddef.h").Distinct().Order(StringComparer.Ordinal)) text.Append($"#include <{header}>\n");
        text.Append('\n').Append(source);
    }

    /// <summary>Writes the function that computes the network.</summary>
    /// <param name="text">The file.</param>
    /// <param name="program">The network.</param>
    public static void AppendFunction(StringBuilder text, CProgram program)
    {
        text.Append($"{Wrapped(Signature(program), string.Empty)}\n{{\n");
        if (program.ArenaSize > 0) text.Append(CultureInfo.InvariantCulture, $"    static float arena[{program.ArenaSize}];\n\n");
        string check = $"    if ({string.Join(" || ", program.InputNames.Concat(program.OutputNames).Select(name => $"{name} == NULL"))}) return 1;\n";
        text.Append(check);
        for (int index = 0; index < program.Network.Nodes.Length; index++) AppendNode(text, program, index);
        if (program.Copies.Count > 0) text.Append("\n    /* Outputs that are other values under another name. */\n");
        foreach (string copy in program.Copies) text.Append($"    {copy}\n");
        text.Append("\n    return 0;\n}\n");
    }

    /// <summary>The function's declaration, without a semicolon.</summary>
    /// <param name="program">The network.</param>
    public static string Signature(CProgram program)
    {
        IEnumerable<string> parameters = [.. program.InputNames.Select(name => $"const float *{name}"), .. program.OutputNames.Select(name => $"float *{name}")];
        return $"int {program.Name}_forward({string.Join(", ", parameters)})";
    }

    private static void AppendNode(StringBuilder text, CProgram program, int index)
    {
        if (program.StatementsOf(index) is not { } statements) return;
        Node node = program.Network.Nodes[index];
        string read = string.Join(", ", program.Network.InputShapes(index).Select(CProgram.Dimensions));
        text.Append(CultureInfo.InvariantCulture, $"\n    /* #{index} {node.Layer.Kind} '{CLiteral.Comment(node.Name)}': {read} -> {CProgram.Dimensions(program.Network.Shapes[index])} */\n");
        foreach ((string name, long offset) in program.PointersOf(index)) text.Append(CultureInfo.InvariantCulture, $"    float *const {name} = arena + {offset};\n");
        foreach (string statement in statements) text.Append($"{Wrapped(statement, "    ")}\n");
        if (statements.Count == 0) text.Append("    /* has no values */\n");
    }

    private static void AppendIntroduction(StringBuilder text, CProgram program, string file, string? binary)
    {
        Network network = program.Network;
        long macs = Enumerable.Range(0, network.Nodes.Length).Sum(index => network.Nodes[index].Layer.MultiplyAccumulates(network.InputShapes(index)));
        text.Append(CultureInfo.InvariantCulture, $"/*\n * {CLiteral.Comment(network.Name)}: {network.Nodes.Length} nodes, {network.ParameterCount:N0} parameters, {macs:N0} multiply-accumulates. Written by refcnn.\n *\n");
        AppendArrays(text, program);
        string source = CLiteral.Comment(file);
        text.Append($"""
             *
             * With a BLAS:     cc -std=c99 -O3 -c {source}.c      then link with -lopenblas -lm (Apple: -framework Accelerate)
             * Without:         cc -std=c99 -O3 -DREFCNN_NO_BLAS -c {source}.c      then link with -lm

            """);
        if (binary is not null) text.Append($" * The assembler includes {CLiteral.Comment(binary)}: compile in its folder, or with -I and its folder (gcc, clang).\n");
        text.Append(CultureInfo.InvariantCulture, $" * Memory: {program.ArenaSize * sizeof(float):N0} bytes for intermediate values, static. Nothing is allocated. One call at a time.\n */\n");
    }

    private static void AppendArrays(StringBuilder text, CProgram program)
    {
        Network network = program.Network;
        for (int i = 0; i < program.InputNames.Count; i++) AppendArray("input ", program.InputNames[i], network.Nodes[network.Inputs[i]].Name, network.Shapes[network.Inputs[i]]);
        for (int i = 0; i < program.OutputNames.Count; i++) AppendArray("output", program.OutputNames[i], network.Outputs[i].Name, network.Shapes[network.Outputs[i].Node]);

        void AppendArray(string direction, string identifier, string name, Shape shape) => text.Append(
            CultureInfo.InvariantCulture,
            $" *   {direction} {identifier}{(identifier == name ? "" : $" ('{CLiteral.Comment(name)}')")}: {CProgram.Dimensions(shape)}, {shape.Count} values\n");
    }

    // The array is defined in assembly, which gcc and clang both take; the section and the names' underscore differ on Apple's systems.
    private static void AppendBinary(StringBuilder text, CProgram program, string array, string binary)
    {
        string macro = $"{program.Name.ToUpperInvariant()}_PARAMETERS";
        text.Append(CultureInfo.InvariantCulture, $$"""
            /* All {{program.Parameters.Count:N0}} parameters as little-endian binary32, one array after the other. */
            #if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
            #error "the parameters are little-endian; on this machine write them into the source"
            #endif
            #ifndef {{macro}}
            #define {{macro}} "{{binary.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}}"
            #endif
            #ifdef __APPLE__
            __asm__(".section __DATA,__const\n.balign 64\n.private_extern _{{array}}\n_{{array}}:\n.incbin \"" {{macro}} "\"\n.text\n");
            #else
            __asm__(".pushsection .rodata\n.balign 64\n.hidden {{array}}\n.globl {{array}}\n{{array}}:\n.incbin \"" {{macro}} "\"\n.popsection\n");
            #endif
            extern const float {{array}}[];


            """);
    }

    // Breaks long lines after commas, but no pair in braces.
    private static string Wrapped(string statement, string indent)
    {
        List<string> parts = Parts(statement);
        var lines = new StringBuilder(indent + parts[0]);
        int column = lines.Length;
        foreach (string part in parts.Skip(1))
        {
            bool breaks = column + part.Length + 3 > Width;
            string separator = breaks ? $",\n    {indent}" : ", ";
            lines.Append(separator).Append(part);
            column = (breaks ? indent.Length + 4 : column + 2) + part.Length;
        }

        return lines.ToString();
    }

    private static List<string> Parts(string statement)
    {
        var parts = new List<string>();
        foreach (string piece in statement.Split(", "))
        {
            if (parts.Count > 0 && parts[^1].Count(character => character == '{') > parts[^1].Count(character => character == '}') + (parts.Count == 1 ? 1 : 0)) parts[^1] += ", " + piece;
            else parts.Add(piece);
        }

        return parts;
    }
}
