using System.Text;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.CSource.Emit;
using RefCnn.Formats.CSource.Emitters;
using RefCnn.Serialization;

namespace RefCnn.Formats.CSource;

/// <summary>
/// Writes a network as one C99 file with a header: one function, one static block of memory, im2col and BLAS (or plain loops), the parameters as constant arrays
/// or in a binary file that the assembler includes. docs/formats/c-source.md describes it.
/// </summary>
public static class CSourceWriter
{
    /// <summary>Why a layer cannot be written, or null where it can.</summary>
    /// <param name="layer">The layer.</param>
    public static string? UnsupportedReason(Layer layer) => LayerEmitters.Has(layer.GetType()) ? null : $"there is no C for {layer.Kind}";

    /// <summary>Writes <c>net.c</c>, <c>net.h</c> and, for many parameters, <c>net.bin</c>. Each file appears whole or not at all.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The source; its name without the extension begins the function's name: <c>net_forward</c>.</param>
    /// <param name="options">Where parameters go.</param>
    /// <exception cref="RefCnnException">A layer cannot be written, or a file cannot.</exception>
    public static void Write(Network network, string path, CSourceOptions options)
    {
        foreach (Node node in network.Nodes)
        {
            if (UnsupportedReason(node.Layer) is { } reason) throw new RefCnnException($"node '{node.Name}': {reason}");
        }

        Write(new CProgram(network, CIdentifiers.Sanitized(Path.GetFileNameWithoutExtension(path))), path, options);
    }

    /// <summary>Writes a network whose nodes are written already.</summary>
    /// <param name="program">The network.</param>
    /// <param name="path">The source.</param>
    /// <param name="options">Where parameters go.</param>
    internal static void Write(CProgram program, string path, CSourceOptions options)
    {
        string file = Path.GetFileNameWithoutExtension(path), beside = Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, file);
        bool external = program.Parameters.Count > (options.ExternalParameters ? 0 : options.LargestInSource);
        if (external) AtomicFile.Write($"{beside}.bin", program.Parameters.CopyTo);
        WriteText($"{beside}.h", CSourceText.Header(program, file));
        WriteText(path, CSourceText.Source(program, file, external ? $"{file}.bin" : null));
    }

    private static void WriteText(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
