using RefCnn.Core;

namespace RefCnn.Formats;

/// <summary>A model file that cannot be imported; names the file, the node and the reason.</summary>
public sealed class ModelFormatException : RefCnnException
{
    /// <summary>Makes the error.</summary>
    /// <param name="file">The file.</param>
    /// <param name="node">The node as its format knows it, e.g. <c>node 'conv1' (Conv, opset 9)</c>; or null where no node is at fault.</param>
    /// <param name="reason">Actual, expected, what to do.</param>
    /// <param name="innerException">The failure that led here, if any.</param>
    public ModelFormatException(string file, string? node, string reason, Exception? innerException = null)
        : base(node is null ? $"{file}: {reason}" : $"{file}: {node}: {reason}", innerException)
    {
        File = file;
        Node = node;
        Reason = reason;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The node as its format knows it, or null where no node is at fault.</summary>
    public string? Node { get; }

    /// <summary>The reason alone.</summary>
    public string Reason { get; }
}
