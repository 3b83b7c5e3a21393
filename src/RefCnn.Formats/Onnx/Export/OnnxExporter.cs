using Google.Protobuf;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Schema;
using RefCnn.Serialization;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>
/// Writes networks as ONNX. The opset is 17, or the lowest above it that a layer needs: 18 for dilated L2 pooling and for antialiasing,
/// 19 for dilated average pooling, wrapping pads and symmetric half-pixel coordinates. Equal networks give equal bytes.
/// </summary>
public static class OnnxExporter
{
    // The limit of a protocol buffer message, which is a model without external data.
    private const long LargestMessage = int.MaxValue;

    /// <summary>Why a layer cannot be written, or null where it can.</summary>
    /// <param name="layer">The layer.</param>
    public static string? UnsupportedReason(Layer layer) => LayerExporters.UnsupportedReason(layer);

    /// <summary>Makes the bytes of a model that has its weights in itself.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">The element type and further outputs.</param>
    /// <exception cref="RefCnnException">A layer cannot be written, or the model would exceed 2 GiB.</exception>
    public static byte[] ToBytes(Network network, OnnxExportOptions options) => Export(network, options).Bytes;

    /// <summary>Makes a model that has its weights in itself.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">The element type and further outputs.</param>
    /// <exception cref="RefCnnException">A layer cannot be written, or the model would exceed 2 GiB.</exception>
    public static OnnxExport Export(Network network, OnnxExportOptions options)
    {
        if (options.ExternalWeights) throw new RefCnnException($"network '{network.Name}': external weights need a file; write the model to a path");
        DemandSize(network, options);
        var graph = new ExportGraph(network, options, null);
        ModelProto model = graph.Build();
        return new OnnxExport(model.ToByteArray(), graph.Opset, graph.ExtraOutputs);
    }

    /// <summary>Writes a model, atomically; its weights beside it where the options say so.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The model's file.</param>
    /// <param name="options">The element type, where the weights go, and further outputs.</param>
    /// <exception cref="RefCnnException">A layer cannot be written, the model would exceed 2 GiB, or a file cannot be written.</exception>
    public static void Write(Network network, string path, OnnxExportOptions options)
    {
        if (!options.ExternalWeights)
        {
            byte[] bytes = ToBytes(network, options);
            AtomicFile.Write(path, stream => stream.Write(bytes));
            return;
        }

        var weights = new ExternalWeights(Path.GetFileName(path) + ".data");
        ModelProto model = new ExportGraph(network, options, weights).Build();
        AtomicFile.Write(path + ".data", weights.CopyTo);
        AtomicFile.Write(path, stream => model.WriteTo(stream));
    }

    private static void DemandSize(Network network, OnnxExportOptions options)
    {
        long values = network.Nodes.Sum(node => node.Layer.Parameters.Sum(parameter => (long)(parameter.Value?.Count ?? 0)));
        long bytes = values * (options.Precision == OnnxPrecision.Float16 ? 2 : 4);
        if (bytes > LargestMessage - (1 << 20))
            throw new RefCnnException($"network '{network.Name}' has {bytes} bytes of weights; one ONNX file holds at most 2 GiB: ask for external weights");
    }
}
