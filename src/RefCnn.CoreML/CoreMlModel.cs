using Google.Protobuf;
using RefCnn.Core;
using RefCnn.CoreML.Emit;
using RefCnn.Serialization;

namespace RefCnn.CoreML;

/// <summary>Writes networks as Core ML files.</summary>
public static class CoreMlModel
{
    /// <summary>Writes a network; the extension tells the format: <c>.mlmodel</c> for a neural network (iOS 11 and later).</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Precision, image input, labels, metadata.</param>
    /// <exception cref="CoreMlException">Core ML cannot express the network; the message names the node and the reason.</exception>
    public static void Write(Network network, string path, EmitOptions? options = null)
    {
        byte[] content = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".MLMODEL" => NeuralNetworkBytes(network, options),
            _ => throw new CoreMlException($"{path}: is not the name of a Core ML file; expected one that ends in .mlmodel"),
        };
        AtomicFile.Write(path, stream => stream.Write(content));
    }

    /// <summary>The bytes of a network's <c>.mlmodel</c> file, the same on every run and machine.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">Precision, image input, labels, metadata.</param>
    /// <exception cref="CoreMlException">Core ML cannot express the network; the message names the node and the reason.</exception>
    public static byte[] NeuralNetworkBytes(Network network, EmitOptions? options = null)
    {
        CoreMlSupport.Demand(network);
        return NeuralNetworkWriter.Write(network, options ?? new EmitOptions()).ToByteArray();
    }
}
