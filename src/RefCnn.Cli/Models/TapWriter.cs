using System.Globalization;
using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.Cli.Models;

/// <summary>Writes every node's output to a folder.</summary>
internal static class TapWriter
{
    private const int LongestName = 100;

    /// <summary>Writes <c>&lt;index&gt;_&lt;name&gt;.npy</c> for each node.</summary>
    /// <param name="directory">The folder; made where it does not exist.</param>
    /// <param name="network">The network.</param>
    /// <param name="taps">The nodes' outputs by name.</param>
    /// <exception cref="RefCnnException">A file cannot be written.</exception>
    public static void Write(string directory, Network network, IReadOnlyDictionary<string, Tensor> taps)
    {
        Directory.CreateDirectory(directory);
        for (int index = 0; index < network.Nodes.Length; index++)
        {
            string name = network.Nodes[index].Name;
            string file = string.Create(CultureInfo.InvariantCulture, $"{index:D3}_{Sanitise(name)}.npy");
            NpyFile.Write(Path.Combine(directory, file), NpyArray.Of(taps[name]));
        }
    }

    // What every file system takes; the index keeps names apart that become alike.
    private static string Sanitise(string name)
    {
        string plain = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '_'));
        return plain.Length <= LongestName ? plain : plain[..LongestName];
    }
}
