using Google.Protobuf;
using RefCnn.Core;
using RefCnn.CoreML.Emit;
using RefCnn.CoreML.Packages;
using RefCnn.CoreML.Schema;
using RefCnn.Serialization;

namespace RefCnn.CoreML;

/// <summary>Writes networks as Core ML files.</summary>
public static class CoreMlModel
{
    /// <summary>
    /// Writes a network; the extension tells the format: <c>.mlmodel</c> for a neural network (iOS 11 and later, by what it needs),
    /// <c>.mlpackage</c> for a program (iOS 15, macOS 12).
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file, or the folder of the package; one that exists is replaced.</param>
    /// <param name="options">Precision, image input, labels, metadata.</param>
    /// <exception cref="CoreMlException">Core ML cannot express the network; the message names the node and the reason.</exception>
    public static void Write(Network network, string path, EmitOptions? options = null)
    {
        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".MLMODEL":
                byte[] content = NeuralNetworkBytes(network, options);
                AtomicFile.Write(path, stream => stream.Write(content));
                break;
            case ".MLPACKAGE":
                PackageFolder.Write(path, ProgramParts(network, options));
                break;
            default:
                throw new CoreMlException($"{path}: is not the name of a Core ML file; expected one that ends in .mlmodel or .mlpackage");
        }
    }

    /// <summary>The bytes of a network's <c>.mlmodel</c> file, the same on every run and machine.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">Precision, image input, labels, metadata.</param>
    /// <exception cref="CoreMlException">Core ML cannot express the network; the message names the node and the reason.</exception>
    public static byte[] NeuralNetworkBytes(Network network, EmitOptions? options = null)
    {
        CoreMlSupport.Demand(network);
        return Bytes(NeuralNetworkWriter.Write(network, options ?? new EmitOptions()));
    }

    /// <summary>The two parts of a network's <c>.mlpackage</c>, the same on every run and machine.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">Precision, image input, labels, metadata.</param>
    /// <exception cref="CoreMlException">Core ML cannot express the network; the message names the node and the reason.</exception>
    public static CoreMlPackage ProgramParts(Network network, EmitOptions? options = null)
    {
        CoreMlSupport.Demand(network);
        (Model model, byte[] weights) = ProgramWriter.Write(network, options ?? new EmitOptions());
        return new CoreMlPackage(Bytes(model), weights);
    }

    // Maps are written in the order of their keys: the same bytes every time.
    internal static byte[] Bytes(Model model)
    {
        using var stream = new MemoryStream();
        using (var coded = new CodedOutputStream(stream, leaveOpen: true))
        {
            coded.Deterministic = true;
            model.WriteTo(coded);
        }

        return stream.ToArray();
    }
}
